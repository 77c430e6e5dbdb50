package lotwatch.node.config;

import lotwatch.gateway.finder.FinderSettings;
import lotwatch.gateway.grpc.GrpcSettings;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.gateway.live.LiveLimits;
import lotwatch.wire.settings.Section;

/**
 * Everything that listens. Where any port will do for HTTP, any will for the other protocols that
 * have their usual ones.
 *
 * @param finder the ports for plain TCP
 */
public record ServerSettings(
    HttpSettings http, LiveLimits live, GrpcSettings grpc, FinderSettings finder) {
  public ServerSettings {
    if (http.port() == 0) {
      grpc = grpc.onFreePorts();
      finder = finder.onFreePorts();
    }
  }

  static ServerSettings read(Section root) {
    var http = root.section("http");
    return new ServerSettings(
        HttpSettings.read(http),
        LiveLimits.read(http),
        GrpcSettings.read(root.section("grpc")),
        FinderSettings.read(root));
  }

  /** The same with another HTTP server. */
  ServerSettings with(HttpSettings other) {
    return new ServerSettings(other, live, grpc, finder);
  }
}
