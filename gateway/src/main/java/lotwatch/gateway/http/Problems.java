package lotwatch.gateway.http;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Whatever goes wrong, told as {@link Problem}. */
final class Problems {
  private static final System.Logger LOG = System.getLogger(Problems.class.getName());
  private static final String RETRY_AFTER_SECONDS = "2";

  private Problems() {}

  static void mount(JavalinConfig config) {
    config.routes.exception(ProblemException.class, (e, ctx) -> answer(ctx, e.problem()));
    config.routes.exception(
        HttpResponseException.class,
        (e, ctx) -> {
          String allowed = e.getDetails().get("availableMethods");
          if (allowed != null) {
            ctx.header("Allow", allow(allowed));
            if (ctx.method().name().equals("OPTIONS")) {
              ctx.status(204);
              return;
            }
          }
          // Javalin's own words may repeat what was sent: the status says enough.
          answer(ctx, of(e.getStatus(), ctx.method().name() + " is not served here"));
        });
    config.routes.exception(
        DeniedException.class,
        (e, ctx) -> answer(ctx, Problem.of(403, "Not allowed", e.reason()).because("DENIED")));
    config.routes.exception(UnavailableException.class, (e, ctx) -> answer(ctx, unavailable(e)));
    config.routes.exception(EofException.class, (e, ctx) -> answer(ctx, cutOff()));
    config.routes.exception(ClosedChannelException.class, (e, ctx) -> answer(ctx, cutOff()));
    config.routes.exception(
        Exception.class,
        (e, ctx) -> {
          LOG.log(ERROR, ctx.method() + " " + ctx.endpoint().path + " failed", e);
          answer(ctx, of(500, "a fault of the server; it is in the server's log"));
        });
  }

  /** What is served beside the handlers that there are. */
  private static String allow(String handled) {
    return handled.replace("GET", "GET, HEAD") + ", OPTIONS";
  }

  /** For what Jetty refuses before any route is asked, such as a head that is too long. */
  static boolean answerForServer(Request request, Response response, Callback callback)
      throws IOException {
    int status =
        request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer code
            ? code
            : response.getStatus();
    String detail =
        status == 431
            ? "the head of the request is over the limit"
            : "the request is not valid HTTP";
    response.setStatus(status);
    BrowserHeaders.put(response.getHeaders());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, ByteBuffer.wrap(Json.bytes(of(status, detail))), callback);
    return true;
  }

  /** A request that did not arrive whole; who is gone does not hear it. */
  private static Problem cutOff() {
    return of(400, "the body is cut off or its chunks are not valid, so nothing was done");
  }

  private static Problem unavailable(UnavailableException e) {
    String advice =
        e.mayBeApplied()
            ? "it may have been done all the same: try again with the same Idempotency-Key"
            : "nothing was done: try again";
    return of(503, "the ledger cannot answer now: %s; %s".formatted(e.getMessage(), advice))
        .because("UNAVAILABLE");
  }

  private static Problem of(int status, String detail) {
    String title = HttpStatus.getMessage(status);
    return Problem.of(status, title, status == 404 ? "there is nothing at this path" : detail);
  }

  private static void answer(Context ctx, Problem problem) {
    if (ctx.res().isCommitted()) {
      return;
    }
    if (problem.status() == 503 || problem.status() == 429) {
      ctx.header("Retry-After", RETRY_AFTER_SECONDS);
    }
    ctx.header("Cache-Control", "no-store");
    ctx.status(problem.status()).contentType(Problem.MEDIA_TYPE).result(Json.bytes(problem));
    if (ctx.header("Sec-WebSocket-Version") != null) {
      writeResult(ctx);
    }
  }

  /** For a WebSocket that is not opened: what would have opened it does not write the result. */
  private static void writeResult(Context ctx) {
    try (var body = ctx.resultInputStream()) {
      if (body != null) {
        body.transferTo(ctx.res().getOutputStream());
      }
    } catch (IOException e) {
      LOG.log(DEBUG, "who asked for a WebSocket is gone: {0}", e.getMessage());
    }
  }
}
