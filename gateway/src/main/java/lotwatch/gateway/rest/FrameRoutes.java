package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.http.HttpRequesters;
import lotwatch.ledger.CameraId;
import lotwatch.wire.Frames;
import lotwatch.wire.Frames.Away;
import lotwatch.wire.Frames.Rejected;
import lotwatch.wire.Frames.Taken;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import org.jspecify.annotations.Nullable;

/** Takes images over HTTP for cameras whose images are sent. */
public final class FrameRoutes {
  /** Images that are being received or handed on at a time; more are told 503. */
  static final int AT_ONCE_MAX = 64;

  private static final Set<String> TYPES = Set.of("image/jpeg", "image/png");

  private final Gate gate;
  private final Frames frames;
  private final Semaphore atOnce = new Semaphore(AT_ONCE_MAX);

  /** Hands what comes, and may come, to {@code frames}. */
  public FrameRoutes(Gate gate, Frames frames) {
    this.gate = gate;
    this.frames = frames;
  }

  /** Adds the route. */
  public void mount(JavalinConfig config) {
    config.routes.post("/api/cameras/{camera}/frame", this::frame);
  }

  private void frame(Context ctx) throws ProblemException, DeniedException, IOException {
    CameraId camera;
    try {
      camera = new CameraId(ctx.pathParam("camera"));
    } catch (IllegalArgumentException e) {
      throw ProblemException.wrong("camera", e);
    }
    gate.ask(HttpRequesters.of(ctx).asks(Action.SEND_FRAME, camera.value()));
    checkType(ctx.contentType());
    if (!atOnce.tryAcquire()) {
      throw new ProblemException(
          away("%d images are being taken, which is the limit".formatted(AT_ONCE_MAX)));
    }
    try {
      answer(ctx, frames.give(camera, body(ctx)));
    } finally {
      atOnce.release();
    }
  }

  /** Also keeps other sites' forms out. */
  private static void checkType(@Nullable String type) throws ProblemException {
    var written = type == null ? "" : type.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
    if (!TYPES.contains(written)) {
      throw new ProblemException(
          Problem.of(415, "Not an image", "the Content-Type must be image/jpeg or image/png")
              .because(Frames.Reason.NO_PICTURE.name()));
    }
  }

  private static byte[] body(Context ctx) throws ProblemException, IOException {
    var bytes = ctx.req().getInputStream().readNBytes(Frames.BYTES_MAX + 1);
    if (bytes.length > Frames.BYTES_MAX) {
      throw new ProblemException(
          Problem.of(
                  413,
                  "Image too large",
                  "the image is longer than %d bytes".formatted(Frames.BYTES_MAX))
              .because(Frames.Reason.TOO_LARGE.name()));
    }
    return bytes;
  }

  private static void answer(Context ctx, Frames.Answer answer) throws ProblemException {
    switch (answer) {
      case Taken _ -> ctx.status(204);
      case Rejected rejected ->
          throw new ProblemException(
              Problem.of(status(rejected.reason()), title(rejected.reason()), rejected.detail())
                  .because(rejected.reason().name()));
      case Away away -> throw new ProblemException(away(away.detail()));
    }
  }

  private static Problem away(String detail) {
    return Problem.of(503, "Not taken", detail + "; try again").because("UNAVAILABLE");
  }

  private static int status(Frames.Reason reason) {
    return switch (reason) {
      case NO_PICTURE -> 415;
      case DAMAGED -> 422;
      case TOO_LARGE -> 413;
      case UNKNOWN_CAMERA -> 404;
      case NOT_SENT -> 409;
    };
  }

  private static String title(Frames.Reason reason) {
    return switch (reason) {
      case NO_PICTURE -> "Not an image";
      case DAMAGED -> "Damaged image";
      case TOO_LARGE -> "Image too large";
      case UNKNOWN_CAMERA -> "No such camera";
      case NOT_SENT -> "Images are not sent";
    };
  }
}
