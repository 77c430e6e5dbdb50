package lotwatch.gateway.http;

import io.javalin.http.Context;
import java.util.Set;

/**
 * What pages of other sites may follow if they are configured: the parking stream's reads, its
 * Socket.IO and the live feed's WebSocket. They share as system C does.
 */
final class StreamPaths {
  private static final Set<String> PATHS =
      Set.of(
          "/api/status",
          "/api/statistics",
          "/api/locations/free",
          "/api/locations/busy",
          "/api/sessions/active",
          "/api/sessions/closed",
          "/socket.io",
          "/api/live/ws");

  private static final String LOCATION = "/api/location/";
  private static final String METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";

  private StreamPaths() {}

  /** Whether this is one. */
  static boolean has(String path) {
    var bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return PATHS.contains(bare) || path.startsWith(LOCATION);
  }

  /** Lets this site's page read the answer; answers its preflight. */
  static void share(Context ctx, String origin) {
    ctx.header("Access-Control-Allow-Origin", origin);
    ctx.header("Vary", "Origin");
    if (ctx.method().name().equals("OPTIONS")
        && ctx.header("Access-Control-Request-Method") != null) {
      ctx.header("Access-Control-Allow-Methods", METHODS);
      var headers = ctx.header("Access-Control-Request-Headers");
      if (headers != null) {
        ctx.header("Access-Control-Allow-Headers", headers);
      }
      ctx.status(200).skipRemainingHandlers();
    }
  }

  /** For who names no site: anybody's answer is the same. */
  static void share(Context ctx) {
    ctx.header("Access-Control-Allow-Origin", "*");
  }
}
