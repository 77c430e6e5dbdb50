package lotwatch.gateway.live;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import lotwatch.gateway.http.HeadRequests;
import lotwatch.ledger.EventLog;
import lotwatch.wire.EventToken;
import lotwatch.wire.json.ProblemException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/live}: what happens, to as many clients as the limits allow. */
public final class LiveRoutes implements AutoCloseable {
  private final LiveClientCaps caps;
  private final LiveClient.Feed feed;

  /** Tells what the event log tells. */
  public LiveRoutes(EventLog eventLog, LiveLimits limits) {
    caps = new LiveClientCaps(limits);
    feed = new LiveClient.Feed(eventLog, new EncodedEvents(), new InitialView(eventLog), limits);
  }

  /** Adds the route. */
  public void mount(JavalinConfig config) {
    config.routes.get("/api/live", this::serve);
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
    Set<String> lots = Set.copyOf(ctx.queryParams("lot"));
    if (lots.size() > LiveLimits.FILTER_LOTS_MAX) {
      throw ProblemException.wrong(
          "lot",
          "is given %d times, the limit is %d".formatted(lots.size(), LiveLimits.FILTER_LOTS_MAX));
    }
    var last = last(ctx);
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
      new LiveClient(feed, lots, response.getOutputStream()).serve(last);
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

  private static Optional<EventToken> last(Context ctx) throws ProblemException {
    @Nullable String header = ctx.header("Last-Event-ID");
    String last = header == null ? ctx.queryParam("lastEventId") : header;
    if (last == null || last.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(EventToken.parse(last));
    } catch (IllegalArgumentException e) {
      throw ProblemException.wrong("lastEventId", String.valueOf(e.getMessage()));
    }
  }
}
