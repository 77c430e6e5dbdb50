package lotwatch.node;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import lotwatch.node.config.Config;

/** Whether this process may have as many files open as its limits promise connections. */
final class OpenFiles {
  /** Files of a node that are no connections: ledger, libraries, cameras, other nodes. */
  static final int OTHERS = 500;

  private OpenFiles() {}

  /** What to tell the operator if all connections together are more than may be open. */
  static Optional<String> shortage(Config config) {
    var http = config.servers().http();
    var tcp = config.servers().finder();
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? shortage(
            system.getMaxFileDescriptorCount(),
            http.limits().connectionsMax() + tcp.ports().open() * tcp.limits().connectionsMax())
        : Optional.empty();
  }

  static Optional<String> shortage(long allowed, long connections) {
    return connections + OTHERS <= allowed
        ? Optional.empty()
        : Optional.of(
            ("the limits allow %d connections, this process may have %d files open: who takes all"
                    + " connections takes the ledger's too; raise ulimit -n to %d, or lower"
                    + " http.connections-max or tcp.connections-max")
                .formatted(connections, allowed, connections + OTHERS));
  }
}
