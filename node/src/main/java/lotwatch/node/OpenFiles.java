package lotwatch.node;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.gateway.net.TcpLimits;
import lotwatch.node.config.ServerSettings;

/** Whether this process may have as many files open as its limits promise connections. */
final class OpenFiles {
  /** Files of a node that are no connections: ledger, libraries, cameras, other nodes. */
  static final int OTHERS = 500;

  /** Fewer connections of a kind are of no use. */
  static final int CONNECTIONS_MIN = 16;

  private OpenFiles() {}

  /** What to tell the operator if all connections together are more than may be open. */
  static Optional<String> shortage(ServerSettings servers) {
    return shortage(allowed(), connections(servers));
  }

  /** The same limits; where nobody chose them, no more than this process may have files open. */
  static ServerSettings fitted(ServerSettings servers) {
    return fitted(servers, allowed());
  }

  static ServerSettings fitted(ServerSettings servers, long allowed) {
    var http = servers.http().limits().connections();
    var tcp = servers.finder().limits();
    boolean chosen =
        http.max() != HttpSettings.Connections.DEFAULT.max()
            || tcp.connectionsMax() != TcpLimits.DEFAULT.connectionsMax();
    long connections = connections(servers);
    if (chosen || connections + OTHERS <= allowed) {
      return servers;
    }
    double share = Math.max(0, allowed - OTHERS) / (double) connections;
    return new ServerSettings(
        servers.http().bearing(servers.http().limits().with(http.of(part(http.max(), share)))),
        servers.live(),
        servers.sockets(),
        servers.grpc(),
        servers.backup(),
        servers.finder().bearing(tcp.of(part(tcp.connectionsMax(), share))));
  }

  private static int part(int max, double share) {
    return Math.max(CONNECTIONS_MIN, (int) (max * share));
  }

  private static long allowed() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? system.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }

  private static long connections(ServerSettings servers) {
    var tcp = servers.finder();
    return servers.http().limits().connections().max()
        + tcp.ports().open() * tcp.limits().connectionsMax();
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
