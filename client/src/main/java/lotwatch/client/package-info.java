/**
 * A client of the four TCP ports: {@link lotwatch.client.RpcClient} and {@link
 * lotwatch.client.TextClient} ask and reserve, {@link lotwatch.client.SensorClient} counts cars,
 * {@link lotwatch.client.Subscriber} is told what changes, {@link lotwatch.client.NamedSubscriber}
 * everything that it did not acknowledge.
 */
@NullMarked
package lotwatch.client;

import org.jspecify.annotations.NullMarked;
