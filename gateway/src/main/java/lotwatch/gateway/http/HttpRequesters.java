package lotwatch.gateway.http;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.auth.Requester;

/** Who speaks HTTP. */
public final class HttpRequesters {
  /** Protocols that tell what happens from now on. */
  private static final Set<String> FEEDS = Set.of("live", "socket.io");

  private HttpRequesters() {}

  /** Who made this request. */
  public static Requester of(Context ctx) {
    return Requester.at(protocol(ctx.path()), address(ctx));
  }

  /**
   * Asks for every read that a route serves, so that no route can forget to. Changes are asked for
   * by their routes, which know what they are. The files of the page are everybody's, and so is
   * whether the server lives: what watches it need not be known. What else ails it is told with
   * {@code ?verbose}, which is a read.
   */
  static void askToRead(Context ctx, Gate gate) throws DeniedException {
    boolean reads = ctx.method().name().equals("GET") || ctx.method().name().equals("HEAD");
    boolean lives =
        ctx.path().equals("/healthz")
            || (ctx.path().equals("/readyz") && ctx.queryParam("verbose") == null);
    if (reads && !lives) {
      var requester = of(ctx);
      var action = FEEDS.contains(requester.protocol()) ? Action.SUBSCRIBE : Action.READ;
      gate.ask(requester.asks(action, ctx.path()));
    }
  }

  private static String protocol(String path) {
    return switch (path) {
      case "/api/live", "/api/live/ws" -> "live";
      case "/socket.io", "/socket.io/" -> "socket.io";
      case "/metrics" -> "metrics";
      default -> "rest";
    };
  }

  private static InetAddress address(Context ctx) {
    try {
      return InetAddress.getByName(ctx.req().getRemoteAddr());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("no address: " + ctx.req().getRemoteAddr(), e);
    }
  }
}
