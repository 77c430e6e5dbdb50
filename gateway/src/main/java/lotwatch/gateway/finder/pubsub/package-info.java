/** Subscriptions of the campus smart parking finder: told by the frame when a lot changes. */
@NullMarked
package lotwatch.feeds.pubsub;

import org.jspecify.annotations.NullMarked;
