package lotwatch.gateway.metrics;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.ToLongFunction;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.SessionState.Totals;
import lotwatch.ledger.Tally;
import lotwatch.ledger.Visibility;
import lotwatch.ledger.WorkState.Rechecks;
import lotwatch.wire.CameraFeed;

/** {@code /metrics}, in the text format of Prometheus. */
public final class MetricsRoutes {
  private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry;
  private final EventLog eventLog;
  private final CameraFeed cameras;
  private final InstantSource clock;
  private final ReentrantLock scrape = new ReentrantLock();
  private final MultiGauge places;
  private final MultiGauge anomalies;
  private final MultiGauge frameAge;
  private final MultiGauge dropped;
  private final MultiGauge views;
  private final MultiGauge rejected;
  private final MultiGauge expired;

  /**
   * Reads the tallies and the cameras at each scrape.
   *
   * @param liveClients how many clients listen to the live feed
   */
  public MetricsRoutes(
      PrometheusMeterRegistry registry,
      EventLog eventLog,
      CameraFeed cameras,
      InstantSource clock,
      IntSupplier liveClients) {
    this.registry = registry;
    this.eventLog = eventLog;
    this.cameras = cameras;
    this.clock = clock;
    places = multi("lotwatch.lot.places", "places of a lot by state; the states add up to all");
    anomalies =
        multi("lotwatch.lot.count.anomalies", "counts of a lot that were clamped or not believed");
    frameAge = multi("lotwatch.camera.frame.age.seconds", "age of a camera's newest frame");
    dropped = multi("lotwatch.camera.frames.dropped", "frames that newer ones overtook");
    views = multi("lotwatch.camera.clear", "1 if a camera sees");
    rejected =
        multi(
            "lotwatch.worker.results.rejected",
            "results of a worker that were not what it said, since it was resumed");
    expired = multi("lotwatch.worker.leases.expired", "leases of tasks that a worker let end");
    Gauge.builder("lotwatch.live.clients", liveClients::getAsInt)
        .description("clients of the live feed")
        .register(registry);
    Gauge.builder("lotwatch.ledger.sequence", () -> eventLog.view().sequence())
        .description("sequence of the last event")
        .register(registry);
    sightings("counted", Totals::counted);
    sightings("duplicates", Totals::duplicates);
    sightings("late", Totals::late);
    sightings("orphan-exits", Totals::orphanExits);
    sightings("strays", Totals::strays);
    rechecks("same", Rechecks::same);
    rechecks("different", Rechecks::different);
    rechecks("other-encoder", Rechecks::unlike);
    rechecks("nobody-else", Rechecks::unchecked);
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** However they came, on whichever node. */
  private void sightings(String became, ToLongFunction<Totals> count) {
    FunctionCounter.builder(
            "lotwatch.sightings", eventLog, log -> count.applyAsLong(log.view().sessionTotals()))
        .description("sightings of cars, by what became of them")
        .tag("became", became)
        .register(registry);
  }

  /** Of all nodes, since there are recordings. */
  private void rechecks(String became, ToLongFunction<Rechecks> count) {
    FunctionCounter.builder(
            "lotwatch.recordings.rechecks",
            eventLog,
            log -> count.applyAsLong(log.view().rechecks()))
        .description("pieces that two workers were to encode, by what came of comparing them")
        .tag("became", became)
        .register(registry);
  }

  /** Adds the route, and a timer over all others. */
  public void mount(JavalinConfig config) {
    config.routes.get("/metrics", this::metrics);
    config.requestLogger.http(this::time);
  }

  private void time(Context ctx, float millis) {
    var matched = ctx.endpoints().matchedHttpEndpoint();
    String path = matched == null ? "other" : matched.path;
    if (!path.equals("/api/live") && !path.equals("/api/events")) { // last as long as clients like
      Timer.builder("lotwatch.http.requests")
          .description("requests, by route and status")
          .tag("method", matched == null ? "other" : matched.method.name())
          .tag("route", path)
          .tag("status", Integer.toString(ctx.statusCode()))
          .register(registry)
          .record(Duration.ofNanos((long) (millis * 1_000_000)));
    }
  }

  private void metrics(Context ctx) {
    String text;
    scrape.lock();
    try {
      refresh();
      text = registry.scrape();
    } finally {
      scrape.unlock();
    }
    ctx.header("Cache-Control", "no-store").contentType(TEXT_FORMAT).result(text);
  }

  private void refresh() {
    var placeRows = new ArrayList<Row<?>>();
    var anomalyRows = new ArrayList<Row<?>>();
    for (var lot : eventLog.view().lots()) {
      String id = lot.id().value();
      Tally tally = lot.tally();
      placeRows.add(place(id, "free", tally.free()));
      placeRows.add(place(id, "occupied", tally.occupied()));
      placeRows.add(place(id, "reserved", tally.reserved()));
      placeRows.add(place(id, "unknown", tally.unknown()));
      anomalyRows.add(Row.of(Tags.of("lot", id), lot.anomalies()));
    }
    var ageRows = new ArrayList<Row<?>>();
    var droppedRows = new ArrayList<Row<?>>();
    var viewRows = new ArrayList<Row<?>>();
    for (var camera : eventLog.view().cameras()) {
      Tags tags = Tags.of("camera", camera.id().value());
      viewRows.add(Row.of(tags, camera.visibility() == Visibility.CLEAR ? 1 : 0));
      cameras
          .health(camera.id())
          .ifPresent(health -> {
            droppedRows.add(Row.of(tags, health.framesDropped()));
            var newest = health.newestFrameAt();
            if (newest != null) {
              long age = Duration.between(newest, clock.instant()).toMillis();
              ageRows.add(Row.of(tags, age / 1000.0));
            }
          });
    }
    var workers = eventLog.view().workers();
    register(
        rejected,
        workers.stream()
            .<Row<?>>map(it -> Row.of(Tags.of("worker", it.name()), it.rejected()))
            .toList());
    register(
        expired,
        workers.stream()
            .<Row<?>>map(it -> Row.of(Tags.of("worker", it.name()), it.expired()))
            .toList());
    register(places, placeRows);
    register(anomalies, anomalyRows);
    register(frameAge, ageRows);
    register(dropped, droppedRows);
    register(views, viewRows);
  }

  private static void register(MultiGauge gauge, List<Row<?>> rows) {
    gauge.register(rows, true);
  }

  private static Row<Number> place(String lot, String state, int count) {
    return Row.of(Tags.of("lot", lot, "state", state), count);
  }

  private MultiGauge multi(String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }
}
