/** Tests of subscriptions over real sockets. */
@NullMarked
package lotwatch.gateway.finder.pubsub;

import org.jspecify.annotations.NullMarked;
