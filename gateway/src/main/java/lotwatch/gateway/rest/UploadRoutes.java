package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.http.HttpRequesters;
import lotwatch.gateway.uploads.RefusedUploadException;
import lotwatch.gateway.uploads.Uploads;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import lotwatch.wire.recordings.Wanted;

/** Takes videos over HTTP: as the body of one request, or by {@link TusRoutes}. */
final class UploadRoutes {
  private static final int BUFFER_BYTES = 128 << 10;

  private final Gate gate;
  private final Uploads uploads;
  private final TusRoutes resumable;

  /**
   * @param nanos a clock that only tells how much time has passed
   */
  UploadRoutes(Gate gate, Uploads uploads, LongSupplier nanos) {
    this.gate = gate;
    this.uploads = uploads;
    resumable = new TusRoutes(gate, uploads, nanos);
  }

  void mount(JavalinConfig config) {
    config.routes.post("/api/recordings", this::upload);
    config.routes.exception(
        RefusedUploadException.class,
        (e, ctx) -> {
          var problem = problem(e);
          ctx.header("Cache-Control", "no-store");
          ctx.status(problem.status()).contentType(Problem.MEDIA_TYPE).result(Json.bytes(problem));
        });
    resumable.mount(config);
  }

  private void upload(Context ctx)
      throws ProblemException,
          DeniedException,
          RefusedUploadException,
          UnavailableException,
          IOException {
    gate.ask(HttpRequesters.of(ctx).asks(Action.CHANGE_RECORDINGS, "upload"));
    if (TusRoutes.isMeant(ctx)) {
      resumable.create(ctx);
      return;
    }
    checkType(ctx.contentType() == null ? "" : ctx.contentType());
    var asked = asked(ctx);
    var label = label(asked);
    var wanted = wanted(asked);
    var requester = HttpRequesters.of(ctx);
    long announced = ctx.req().getContentLengthLong();
    try (var upload = uploads.open(requester, label, wanted, announced)) {
      receive(ctx, Long.MAX_VALUE, upload::write);
      var id = uploads.finish(upload, requester, label, wanted);
      ctx.status(201).header("Location", "recordings/" + id).header("Cache-Control", "no-store");
      ctx.contentType("application/json").result(Json.bytes(new Begun(id, label)));
    }
  }

  /** Also keeps other sites' forms out. */
  private static void checkType(String type) throws ProblemException {
    var written = type.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
    if (!written.startsWith("video/") && !written.equals("application/octet-stream")) {
      throw new ProblemException(
          Problem.of(
              415,
              "Not a video",
              "the Content-Type must be video/... or application/octet-stream"));
    }
  }

  /** What the query asks for, each once. */
  static Map<String, String> asked(Context ctx) throws ProblemException {
    var asked = new HashMap<String, String>();
    for (var each : ctx.queryParamMap().entrySet()) {
      if (each.getValue().size() != 1) {
        throw ProblemException.wrong(each.getKey(), "is there more than once");
      }
      asked.put(each.getKey(), each.getValue().getFirst());
    }
    return asked;
  }

  /** Takes the label out of what is asked. */
  static String label(Map<String, String> asked) throws ProblemException {
    var label = asked.remove("label");
    if (label == null) {
      throw ProblemException.wrong("label", "is missing: what is the video called?");
    }
    return label;
  }

  static Wanted wanted(Map<String, String> asked) throws ProblemException {
    try {
      return Wanted.of(asked);
    } catch (IllegalArgumentException e) {
      var why = String.valueOf(e.getMessage());
      throw ProblemException.wrong(why.split(" ", 2)[0], e);
    }
  }

  /** Takes bytes as they come. */
  interface Sink {
    void take(ByteBuffer bytes) throws RefusedUploadException, IOException;
  }

  /**
   * Reads a body.
   *
   * @param bytesMax how many may come
   */
  static void receive(Context ctx, long bytesMax, Sink sink)
      throws ProblemException, RefusedUploadException, IOException {
    var in = ctx.req().getInputStream();
    var buffer = new byte[BUFFER_BYTES];
    long left = bytesMax;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      if (read > left) {
        throw new ProblemException(
            Problem.of(413, "Body too long", "more bytes came than were announced").at("body"));
      }
      sink.take(ByteBuffer.wrap(buffer, 0, read));
      left -= read;
    }
  }

  private static Problem problem(RefusedUploadException e) {
    return switch (e.reason()) {
      case BAD, EMPTY -> of(400, "Bad request", e);
      case TOO_LARGE -> of(413, "Video too large", e);
      case NO_SPACE -> of(507, "No space", e);
      case LIMIT -> of(409, "Over a limit", e);
      case PINNED -> of(409, "Pinned", e);
      case BUSY -> of(503, "Too many uploads", e);
      case AWAY -> of(503, "The store is away", e);
    };
  }

  private static Problem of(int status, String title, RefusedUploadException e) {
    return Problem.of(status, title, e.detail()).because(e.reason().name());
  }

  /** A recording that has begun. */
  record Begun(String id, String label) {}
}
