package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.LotId;
import lotwatch.ledger.SpotId;
import lotwatch.ledger.View;
import lotwatch.ledger.View.CameraView;
import lotwatch.ledger.View.LotView;
import lotwatch.ledger.View.SpotView;
import lotwatch.ledger.Watch;
import lotwatch.wire.CameraFeed;
import lotwatch.wire.CameraFeed.CameraHealth;
import lotwatch.wire.CameraFeed.Jpeg;
import lotwatch.wire.json.CameraReport;
import lotwatch.wire.json.CameraShape;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import lotwatch.wire.json.WatchShape;
import org.jspecify.annotations.Nullable;

/** Reads of cameras: how they are, what they watch, their newest frame. */
public final class CameraRoutes {
  /** RFC 9110, section 5.6.7. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

  private final EventLog eventLog;
  private final CameraFeed feed;
  private final InstantSource clock;

  /**
   * Reads from the view and from the cameras of this machine.
   *
   * @param clock what the age of frames is measured by
   */
  public CameraRoutes(EventLog eventLog, CameraFeed feed, InstantSource clock) {
    this.eventLog = eventLog;
    this.feed = feed;
    this.clock = clock;
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.get("/api/cameras", this::cameras);
    config.routes.get("/api/cameras/{camera}", this::camera);
    config.routes.get("/api/cameras/{camera}/frame.jpg", this::frame);
  }

  private void cameras(Context ctx) throws ProblemException {
    LotRoutes.answer(
        ctx,
        Pages.page(
            ctx,
            eventLog.view().cameras(),
            camera -> camera.id().value(),
            camera -> report(camera, null)));
  }

  private void camera(Context ctx) throws ProblemException {
    CameraView camera = asked(ctx);
    LotRoutes.answer(ctx, report(camera, watches(camera)));
  }

  private void frame(Context ctx) throws ProblemException {
    CameraView camera = asked(ctx);
    Jpeg jpeg =
        feed.newest(camera.id())
            .or(() -> feed.elsewhere(camera))
            .orElseThrow(() ->
                new ProblemException(
                    Problem.of(404, "No frame yet", "this camera has not sent a frame yet")
                        .because("NO_FRAME")));
    // With the time: numbers begin again when the server does.
    String tag = "\"%d-%x\"".formatted(jpeg.number(), jpeg.takenAt().toEpochMilli());
    ctx.header("ETag", tag);
    ctx.header("Cache-Control", "no-store");
    ctx.header("Last-Modified", HTTP_DATE.format(jpeg.takenAt().atOffset(ZoneOffset.UTC)));
    ctx.header("X-Frame-Age-Ms", Long.toString(age(jpeg.takenAt()).toMillis()));
    if (tag.equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
    } else {
      ctx.contentType("image/jpeg").result(jpeg.bytes());
    }
  }

  private CameraView asked(Context ctx) throws ProblemException {
    @Nullable CameraView camera;
    try {
      camera = eventLog.view().camera(new CameraId(ctx.pathParam("camera")));
    } catch (IllegalArgumentException e) {
      throw ProblemException.wrong("camera", e);
    }
    if (camera == null) {
      throw new ProblemException(
          Problem.of(404, "No such camera", "there is no camera of this id")
              .because("UNKNOWN_CAMERA"));
    }
    return camera;
  }

  private CameraReport report(CameraView camera, @Nullable List<WatchShape> watches) {
    CameraShape known = CameraShape.of(camera);
    CameraHealth health = feed.health(camera.id()).orElse(null);
    Instant newest = health == null ? null : health.newestFrameAt();
    return new CameraReport(
        known.id(),
        known.view(),
        known.since(),
        known.heardAt(),
        known.holder(),
        known.lots(),
        known.spots(),
        newest == null ? null : age(newest).toMillis() / 1000.0,
        health == null ? null : health.source(),
        health == null ? null : health.decoder(),
        health == null ? null : health.reason(),
        health == null ? null : health.framesDropped(),
        watches);
  }

  private List<WatchShape> watches(CameraView camera) {
    View view = eventLog.view();
    Map<LotId, Map<SpotId, SpotView>> spots =
        camera.watches().stream()
            .map(Watch::lot)
            .distinct()
            .flatMap(lot -> Stream.ofNullable(view.lot(lot)))
            .collect(Collectors.toMap(LotView::id, CameraRoutes::byId));
    return camera.watches().stream()
        .flatMap(watch ->
            Stream.ofNullable(spots.getOrDefault(watch.lot(), Map.of()).get(watch.spot()))
                .map(spot -> WatchShape.of(watch, spot)))
        .toList();
  }

  private static Map<SpotId, SpotView> byId(LotView lot) {
    return lot.spots().stream().collect(Collectors.toMap(SpotView::id, Function.identity()));
  }

  private Duration age(Instant then) {
    Duration age = Duration.between(then, clock.instant());
    return age.isNegative() ? Duration.ZERO : age;
  }
}
