/** Tests of subscriptions over real sockets. */
@NullMarked
package lotwatch.feeds.pubsub;

import org.jspecify.annotations.NullMarked;
