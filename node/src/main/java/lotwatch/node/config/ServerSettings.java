package lotwatch.node.config;

import java.util.List;
import java.util.stream.Stream;
import lotwatch.gateway.campus.BackupSettings;
import lotwatch.gateway.finder.FinderSettings;
import lotwatch.gateway.grpc.GrpcSettings;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.gateway.live.LiveLimits;
import lotwatch.gateway.stream.socket.SocketLimits;
import lotwatch.wire.settings.Section;

/**
 * Everything that listens. Where any port will do for HTTP, any will for the other protocols that
 * have their usual ones.
 *
 * @param backup the gRPC ports that answer as system A's backup, and its other backup
 * @param finder the ports for plain TCP
 */
public record ServerSettings(
    HttpSettings http,
    LiveLimits live,
    SocketLimits sockets,
    GrpcSettings grpc,
    BackupSettings backup,
    FinderSettings finder) {
  public ServerSettings {
    if (http.port() == 0) {
      grpc = grpc.onFreePorts();
      finder = finder.onFreePorts();
    }
  }

  static ServerSettings read(Section root) {
    var http = root.section("http");
    var campus = root.section("campus");
    var servers =
        new ServerSettings(
            HttpSettings.read(http),
            LiveLimits.read(http),
            SocketLimits.read(http),
            GrpcSettings.read(root.section("grpc")),
            BackupSettings.read(campus),
            FinderSettings.read(root));
    if (servers.backup.isOneOf(servers.grpcPorts())) {
      campus.problem("backup", "is this node itself: name another machine or port");
    }
    return servers;
  }

  /** All ports of the gRPC server, those of a backup last. */
  public List<Integer> grpcPorts() {
    return Stream.concat(grpc.ports().stream(), backup.ports().stream()).toList();
  }

  /** The same with another HTTP server. */
  ServerSettings with(HttpSettings other) {
    return new ServerSettings(other, live, sockets, grpc, backup, finder);
  }
}
