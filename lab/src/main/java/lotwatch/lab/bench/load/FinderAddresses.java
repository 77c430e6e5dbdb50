package lotwatch.lab.bench.load;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/**
 * Where a campus smart parking finder listens.
 *
 * @param http its metrics; empty if it has none
 */
public record FinderAddresses(
    InetSocketAddress text,
    InetSocketAddress rpc,
    InetSocketAddress sensor,
    InetSocketAddress pubsub,
    Optional<URI> http) {
  /** A finder that runs already. */
  public static FinderAddresses at(String host, int text, int rpc, int sensor, int pubsub) {
    return new FinderAddresses(
        new InetSocketAddress(host, text),
        new InetSocketAddress(host, rpc),
        new InetSocketAddress(host, sensor),
        new InetSocketAddress(host, pubsub),
        Optional.empty());
  }
}
