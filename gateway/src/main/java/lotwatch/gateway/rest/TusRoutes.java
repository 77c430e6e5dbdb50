package lotwatch.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.http.HttpRequesters;
import lotwatch.gateway.uploads.RefusedUploadException;
import lotwatch.gateway.uploads.Uploads;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import lotwatch.wire.recordings.Wanted;
import org.jspecify.annotations.Nullable;

/**
 * Uploads that may be cut off and go on where they were, at the node that they began at, for as
 * long as it runs: the core of tus 1.0, with creation and termination.
 *
 * @see <a href="https://tus.io/protocols/resumable-upload">The tus protocol</a>
 */
final class TusRoutes {
  /** The version of the protocol. */
  static final String VERSION = "1.0.0";

  /** How long one may send nothing before it is forgotten. */
  static final Duration SILENCE_MAX = Duration.ofHours(1);

  /** How long one without a byte waits for its first; it keeps others out meanwhile. */
  static final Duration FIRST_BYTE_WAIT_MAX = Duration.ofMinutes(2);

  private static final String TYPE = "application/offset+octet-stream";
  private static final String RECORDING = "Lotwatch-Recording";

  private final Gate gate;
  private final Uploads uploads;
  private final LongSupplier nanos;
  private final Map<String, TusUpload> begun = new ConcurrentHashMap<>();

  /**
   * @param nanos a clock that only tells how much time has passed
   */
  TusRoutes(Gate gate, Uploads uploads, LongSupplier nanos) {
    this.gate = gate;
    this.nanos = nanos;
    this.uploads = uploads;
    uploads.sweepBy(this::forgetSilent);
  }

  void mount(JavalinConfig config) {
    config.routes.options("/api/recordings", this::options);
    config.routes.get("/api/uploads/{upload}", this::state);
    config.routes.patch("/api/uploads/{upload}", this::more);
    config.routes.delete("/api/uploads/{upload}", this::end);
  }

  /** Whether a request is meant for this protocol. */
  static boolean isMeant(Context ctx) {
    return ctx.header("Tus-Resumable") != null;
  }

  private void options(Context ctx) throws DeniedException {
    gate.ask(HttpRequesters.of(ctx).asks(Action.READ, ctx.path()));
    ctx.header("Tus-Resumable", VERSION);
    ctx.header("Tus-Version", VERSION);
    ctx.header("Tus-Extension", "creation,termination");
    ctx.header("Tus-Max-Size", Long.toString(uploads.bytesMax()));
    ctx.status(204);
  }

  private static void checkVersion(Context ctx) throws ProblemException {
    var version = ctx.header("Tus-Resumable");
    ctx.header("Tus-Resumable", VERSION);
    if (version != null && !version.equals(VERSION)) {
      ctx.header("Tus-Version", VERSION);
      throw new ProblemException(
          Problem.of(412, "Another version", "this server speaks tus " + VERSION)
              .because("VERSION"));
    }
  }

  /** Begins an upload. */
  void create(Context ctx)
      throws ProblemException, DeniedException, RefusedUploadException, IOException {
    checkVersion(ctx);
    long length = number(ctx, "Upload-Length");
    if (length == 0) {
      throw ProblemException.wrong("Upload-Length", "is 0: the video is empty");
    }
    var asked = UploadRoutes.asked(ctx);
    asked.putAll(metadata(ctx.header("Upload-Metadata")));
    var label = UploadRoutes.label(asked);
    var wanted = UploadRoutes.wanted(asked);
    var id = UUID.randomUUID().toString();
    var opened = uploads.open(HttpRequesters.of(ctx), label, wanted, length);
    begun.put(id, new TusUpload(opened, label, wanted, length, nanos.getAsLong()));
    ctx.status(201).header("Location", "uploads/" + id).header("Upload-Offset", "0");
  }

  private static long number(Context ctx, String header) throws ProblemException {
    var text = ctx.header(header);
    if (text == null || !text.matches("\\d{1,18}")) {
      throw ProblemException.wrong(header, "must be a number of bytes");
    }
    return Long.parseLong(text);
  }

  /** Keys that are none of ours are those of other programs, and passed over. */
  private static Map<String, String> metadata(@Nullable String header) throws ProblemException {
    var found = new HashMap<String, String>();
    if (header == null) {
      return found;
    }
    for (var pair : header.split(",", -1)) {
      var words = pair.strip().split(" ", 2);
      var key = words[0].equals("filename") ? "label" : words[0];
      if (key.equals("label") || Wanted.FIELDS.contains(key)) {
        try {
          var value = words.length == 1 ? "" : words[1].strip();
          found.put(key, new String(Base64.getDecoder().decode(value), UTF_8));
        } catch (IllegalArgumentException _) {
          throw ProblemException.wrong("Upload-Metadata", "is not in Base64 at " + key);
        }
      }
    }
    return found;
  }

  private TusUpload known(Context ctx) throws ProblemException {
    checkVersion(ctx);
    forgetSilent();
    var upload = begun.get(ctx.pathParam("upload"));
    if (upload == null) {
      throw new ProblemException(
          Problem.of(
                  404,
                  "No such upload",
                  "there is no such upload at this node: it ended, or the node did; begin anew")
              .because("NOT_FOUND"));
    }
    return upload;
  }

  private void state(Context ctx) throws ProblemException {
    var upload = known(ctx);
    ctx.header("Upload-Offset", Long.toString(upload.offset));
    ctx.header("Upload-Length", Long.toString(upload.length));
    tellRecording(ctx, upload);
    LotRoutes.answer(ctx, new State(upload.label, upload.offset, upload.length, upload.recording));
  }

  private static void tellRecording(Context ctx, TusUpload upload) {
    var recording = upload.recording;
    if (recording != null) {
      ctx.header(RECORDING, recording);
    }
  }

  /** Bytes that follow those that are there; none ask once more for what becomes of all. */
  private void more(Context ctx)
      throws ProblemException,
          DeniedException,
          RefusedUploadException,
          UnavailableException,
          IOException {
    gate.ask(HttpRequesters.of(ctx).asks(Action.CHANGE_RECORDINGS, "upload"));
    var upload = known(ctx);
    if (!TYPE.equals(ctx.contentType())) {
      throw new ProblemException(
          Problem.of(415, "Not an upload", "the Content-Type must be " + TYPE));
    }
    long offset = number(ctx, "Upload-Offset");
    if (!upload.lock.tryLock()) {
      throw new ProblemException(
          Problem.of(423, "In use", "another request adds to this upload; try again")
              .because("LOCKED"));
    }
    try {
      add(ctx, upload, offset);
    } catch (RefusedUploadException e) {
      forget(ctx.pathParam("upload"), upload);
      throw e;
    } finally {
      upload.lastNanos = nanos.getAsLong();
      upload.lock.unlock();
    }
  }

  private void add(Context ctx, TusUpload upload, long offset)
      throws ProblemException,
          DeniedException,
          RefusedUploadException,
          UnavailableException,
          IOException {
    if (offset != upload.offset) {
      ctx.header("Upload-Offset", Long.toString(upload.offset));
      throw new ProblemException(
          Problem.of(409, "Another offset", "the upload is at %d".formatted(upload.offset))
              .because("OFFSET"));
    }
    if (upload.recording == null) {
      UploadRoutes.receive(
          ctx,
          upload.length - offset,
          bytes -> {
            upload.upload.write(bytes);
            upload.offset = upload.upload.bytes();
            upload.lastNanos = nanos.getAsLong();
          });
      if (upload.offset == upload.length) {
        upload.recording =
            uploads.finish(upload.upload, HttpRequesters.of(ctx), upload.label, upload.wanted);
        upload.upload.close();
      }
    }
    ctx.status(204).header("Upload-Offset", Long.toString(upload.offset));
    tellRecording(ctx, upload);
  }

  private void end(Context ctx) throws ProblemException, DeniedException, IOException {
    gate.ask(HttpRequesters.of(ctx).asks(Action.CHANGE_RECORDINGS, "upload"));
    var upload = known(ctx);
    upload.lock.lock();
    try {
      forget(ctx.pathParam("upload"), upload);
    } finally {
      upload.lock.unlock();
    }
    ctx.status(204);
  }

  private void forget(String id, TusUpload upload) throws IOException {
    begun.remove(id, upload);
    upload.upload.close();
  }

  /** Whoever began it does not come back. */
  private void forgetSilent() {
    long now = nanos.getAsLong();
    for (var each : begun.entrySet()) {
      var upload = Objects.requireNonNull(each.getValue());
      var silenceMax = upload.offset == 0 ? FIRST_BYTE_WAIT_MAX : SILENCE_MAX;
      if (now - upload.lastNanos > silenceMax.toNanos() && upload.lock.tryLock()) {
        try {
          forget(each.getKey(), upload);
        } catch (IOException _) {
          // its folder goes with the node
        } finally {
          upload.lock.unlock();
        }
      }
    }
  }

  /** How far an upload is. */
  record State(String label, long offset, long length, @Nullable String recording) {}
}
