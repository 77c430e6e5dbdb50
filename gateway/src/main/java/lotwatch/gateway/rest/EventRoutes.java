package lotwatch.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import lotwatch.gateway.http.HeadRequests;
import lotwatch.ledger.Event;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.EventLog.GapException;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.View;
import lotwatch.wire.EventToken;
import lotwatch.wire.json.EventShape;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/**
 * {@code GET /api/events}: what happens, a line of JSON each, to a consumer that must miss nothing.
 * Blank lines say that the stream is alive.
 *
 * @see <a href="https://github.com/ndjson/ndjson-spec">NDJSON</a>
 */
public final class EventRoutes implements AutoCloseable {
  /** Streams at the same time; 503 beyond. */
  static final int STREAMS_MAX = 100;

  private static final int BATCH_MAX = 256;
  private static final long WAIT_MILLIS = 1_000;
  private static final int SILENT_WAITS_MAX = 5;

  private final EventLog eventLog;
  private final Semaphore streams = new Semaphore(STREAMS_MAX);
  private volatile boolean closed;

  /** Tells what the event log tells. */
  public EventRoutes(EventLog eventLog) {
    this.eventLog = eventLog;
  }

  /** Adds the route. */
  public void mount(JavalinConfig config) {
    config.routes.get("/api/events", this::serve);
  }

  private void serve(Context ctx) throws ProblemException, UnavailableException, IOException {
    eventLog.catchUp();
    long after = after(ctx);
    if (!streams.tryAcquire()) {
      throw new ProblemException(
          Problem.of(503, "Too many streams", "streamsMax is %d".formatted(STREAMS_MAX))
              .because("LIMIT"));
    }
    try {
      var first = eventLog.after(after, BATCH_MAX, 0);
      ServletContextRequest.getServletContextRequest(ctx.req()).addIdleTimeoutListener(_ -> false);
      var response = ctx.res();
      response.setContentType("application/x-ndjson");
      response.setHeader("Cache-Control", "no-store");
      response.setHeader("X-Accel-Buffering", "no"); // nginx would hold the stream back
      if (!HeadRequests.isOne(ctx)) {
        stream(response.getOutputStream(), after, first);
      }
    } catch (GapException e) {
      throw new ProblemException(
          Problem.of(410, "Events are gone", String.valueOf(e.getMessage())).because("GAP"));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException _) {
      ctx.skipRemainingHandlers(); // the consumer is gone
    } finally {
      streams.release();
    }
  }

  /** Where to begin: where the consumer says it is, else at its position. */
  private long after(Context ctx) throws ProblemException {
    View view = eventLog.view();
    var name = ctx.queryParam("consumer");
    var since = ctx.queryParam("since");
    if (name == null) {
      throw ProblemException.wrong("consumer", "is missing");
    }
    var position = view.position(name);
    if (position == null) {
      throw ConsumerRoutes.noSuchConsumer(name);
    }
    return since == null ? position.sequence() : token(since, view).sequence();
  }

  private static EventToken token(String since, View view) throws ProblemException {
    EventToken token;
    try {
      token = EventToken.parse(since);
    } catch (IllegalArgumentException e) {
      throw ProblemException.wrong("since", String.valueOf(e.getMessage()));
    }
    if (!token.isOf(view)) {
      throw new ProblemException(
          Problem.of(
                  409,
                  "Another history",
                  "event %s is of another history, the events here are of %s"
                      .formatted(token, view.history()))
              .because("HISTORY"));
    }
    return token;
  }

  /** Writes events until the consumer goes, or the next are gone: asked again, it is told so. */
  private void stream(OutputStream out, long after, List<Event> first)
      throws IOException, InterruptedException {
    long cursor = after;
    int silent = SILENT_WAITS_MAX; // so that the head of the answer goes out at once
    var batch = first;
    while (!closed) {
      if (!batch.isEmpty() || silent >= SILENT_WAITS_MAX) {
        out.write(lines(batch));
        out.flush();
        silent = 0;
      }
      cursor = batch.isEmpty() ? cursor : batch.getLast().sequence();
      try {
        batch = eventLog.after(cursor, BATCH_MAX, WAIT_MILLIS);
      } catch (GapException _) {
        return;
      }
      silent++;
    }
  }

  private byte[] lines(List<Event> batch) {
    var history = eventLog.view().history();
    var lines = new ByteArrayOutputStream();
    for (var event : batch) {
      var shape = Json.bytes(EventShape.of(event));
      lines.writeBytes("{\"history\":\"%s\",".formatted(history).getBytes(UTF_8));
      lines.write(shape, 1, shape.length - 1);
      lines.write('\n');
    }
    if (batch.isEmpty()) {
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  /** Ends every stream within a moment. */
  @Override
  public void close() {
    closed = true;
  }
}
