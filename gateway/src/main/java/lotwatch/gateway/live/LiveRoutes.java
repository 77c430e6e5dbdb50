package lotwatch.gateway.live;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import lotwatch.gateway.http.HeadRequests;
import lotwatch.ledger.EventLog;
import lotwatch.wire.json.ProblemException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/live} and the WebSocket {@code /api/live/ws}: what happens, to as many clients as
 * the limits allow.
 */
public final class LiveRoutes implements AutoCloseable {
  private final LiveClientCaps caps;
  private final LiveClient.Feed feed;
  private final LiveSockets sockets;

  /** Tells what the event log tells. */
  public LiveRoutes(EventLog eventLog, LiveLimits limits) {
    caps = new LiveClientCaps(limits);
    feed = LiveClient.Feed.of(eventLog, limits, Form.SSE);
    sockets = new LiveSockets(caps, LiveClient.Feed.of(eventLog, limits, Form.MESSAGE));
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.get("/api/live", this::serve);
    sockets.mount(config);
  }

  /** How many clients listen now. */
  public int clients() {
    return caps.size();
  }

  /** Sends every client home and lets no more in; call it before the server stops. */
  @Override
  public void close() {
    caps.close();
  }

  private void serve(Context ctx) throws ProblemException, IOException {
    @Nullable String header = ctx.header("Last-Event-ID");
    var wanted =
        Wanted.of(
            ctx.queryParams("lot"),
            "lastEventId",
            header == null ? ctx.queryParam("lastEventId") : header);
    try (var _ = caps.enter(client(ctx))) {
      // A stream may be silent; Jetty's idle timeout is only to end a write that nobody takes.
      ServletContextRequest.getServletContextRequest(ctx.req()).addIdleTimeoutListener(_ -> false);
      var response = ctx.res();
      response.setContentType("text/event-stream");
      response.setHeader("Cache-Control", "no-store");
      response.setHeader("X-Accel-Buffering", "no"); // nginx would hold the stream back
      if (HeadRequests.isOne(ctx)) {
        return;
      }
      new LiveClient(feed, wanted.lots(), new SseOutput(response.getOutputStream()))
          .serve(wanted.last());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The client is gone, or took nothing for too long: there is nobody left to tell.
      ctx.skipRemainingHandlers();
    }
  }

  private static InetSocketAddress client(Context ctx) throws IOException {
    var address = InetAddress.getByName(ctx.req().getRemoteAddr());
    return new InetSocketAddress(address, ctx.req().getRemotePort());
  }
}
