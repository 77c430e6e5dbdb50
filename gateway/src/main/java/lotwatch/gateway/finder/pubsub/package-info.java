/** Subscriptions of the campus smart parking finder: told by the frame when a lot changes. */
@NullMarked
package lotwatch.gateway.finder.pubsub;

import org.jspecify.annotations.NullMarked;
