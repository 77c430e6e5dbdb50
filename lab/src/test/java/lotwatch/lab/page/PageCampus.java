package lotwatch.lab.page;

import io.javalin.config.JavalinConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.auth.Audit;
import lotwatch.gateway.auth.Authorizer;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.http.HttpServer;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.gateway.live.LiveLimits;
import lotwatch.gateway.live.LiveRoutes;
import lotwatch.gateway.metrics.CountedInbox;
import lotwatch.gateway.metrics.MetricsRoutes;
import lotwatch.gateway.rest.CameraRoutes;
import lotwatch.gateway.rest.DocsRoutes;
import lotwatch.gateway.rest.FrameRoutes;
import lotwatch.gateway.rest.HealthRoutes;
import lotwatch.gateway.rest.HistoryRoutes;
import lotwatch.gateway.rest.LotRoutes;
import lotwatch.gateway.rest.MemberRoutes;
import lotwatch.gateway.rest.NodeRoutes;
import lotwatch.gateway.rest.NodeRoutes.Votes;
import lotwatch.gateway.rest.SessionRoutes;
import lotwatch.gateway.rest.SightingRoutes;
import lotwatch.gateway.rest.WriteRoutes;
import lotwatch.gateway.sightings.SightingSink;
import lotwatch.gateway.sightings.UnusedSightings;
import lotwatch.ledger.CameraCommand.Observe;
import lotwatch.ledger.CameraCommand.PlaceCamera;
import lotwatch.ledger.CameraCommand.Sighting;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.Command.AdoptPolicy;
import lotwatch.ledger.Command.RaiseVersion;
import lotwatch.ledger.Command.Tick;
import lotwatch.ledger.Configuration;
import lotwatch.ledger.ConfigurationCommand.ApplyConfiguration;
import lotwatch.ledger.ConfigurationCommand.Reserved;
import lotwatch.ledger.LotCommand.OpenLot;
import lotwatch.ledger.LotId;
import lotwatch.ledger.NodeCommand.NodeHeartbeat;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Policy;
import lotwatch.ledger.ReportCommand.Report;
import lotwatch.ledger.SessionPolicy;
import lotwatch.ledger.Versions;
import lotwatch.ledger.Visibility;
import lotwatch.projections.history.HistorySettings;
import lotwatch.projections.history.SqlHistory;
import lotwatch.projections.history.SqlHistory.Origin;
import lotwatch.records.Reason;
import lotwatch.sessions.Rules;
import lotwatch.sessions.Tariff;
import lotwatch.sessions.Tariffs;
import lotwatch.wire.CameraFeed;
import lotwatch.wire.Frames;
import lotwatch.wire.Missing;
import lotwatch.wire.history.HistoryPeers;

/**
 * A started server with the real ledger, the real routes and the real page, over painted yards
 * whose cars a test moves.
 */
final class PageCampus implements AutoCloseable, CameraFeed {
  private static final Policy AT_ONCE =
      new Policy(
          0.6,
          0.4,
          1,
          Duration.ZERO,
          Duration.ofHours(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(300));

  /** Nobody sends images here. */
  private static final Frames NOBODY =
      new Frames() {
        @Override
        public Optional<CameraId> numbered(int number) {
          return Optional.empty();
        }

        @Override
        public Answer give(CameraId camera, byte[] image) {
          return new Away("nobody takes images here");
        }
      };

  private final Map<CameraId, Yard> yards = new ConcurrentHashMap<>();
  private final Map<CameraId, Jpeg> frames = new ConcurrentHashMap<>();
  private volatile Duration ahead;
  private final InstantSource clock = () -> Instant.now().plus(ahead);
  private final MemoryLedger memory = new MemoryLedger(clock);
  private final UnusedSightings unused;
  private LiveRoutes live = new LiveRoutes(memory, LiveLimits.DEFAULT);
  private final HttpSettings settings;
  private final SqlHistory history;
  private HttpServer server;
  private int port;
  private volatile Votes votes = new Votes("n1:1", 4, List.of("n1:1"));

  /** Opens the server on this port, or on any free one if 0. */
  PageCampus(int port) {
    this(HttpSettings.DEFAULT, port);
  }

  /** The same with other settings. */
  PageCampus(HttpSettings settings, int port) {
    this(settings, port, Duration.ZERO);
  }

  /** The same, which began so long ago: {@link #pass} lets time go by. */
  PageCampus(HttpSettings settings, int port, Duration ago) {
    this.settings = settings;
    ahead = ago.negated();
    unused = new UnusedSightings(clock);
    history = new SqlHistory(HistorySettings.DEFAULT, origin());
    memory.submit(new RaiseVersion(Versions.NEWEST, "0f".repeat(16)), null);
    memory.submit(new AdoptPolicy(AT_ONCE), null);
    server = open(port);
  }

  private Origin origin() {
    return new Origin("n1", folder(), memory, memory, () -> true, new NoPeers(), 1, clock);
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("campus");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class NoPeers implements HistoryPeers {
    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public boolean fetch(String name, Path into) {
      return false;
    }
  }

  /** What happens is written into the history from now on, and what has happened. */
  void keepHistory() {
    history.begin();
  }

  private HttpServer open(int port) {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var gate = new Gate(new CountedInbox(memory, registry), Authorizer.EVERYBODY, Audit.NONE);
    List<Consumer<JavalinConfig>> routes =
        List.of(
            new LotRoutes(memory)::mount,
            new CameraRoutes(memory, this, clock)::mount,
            live::mount,
            new HealthRoutes(List::of)::mount,
            new MetricsRoutes(registry, memory, this, clock, live::clients)::mount,
            new DocsRoutes()::mount,
            new WriteRoutes(gate)::mount,
            new SightingRoutes(gate, SightingSink.ledger(gate), memory, unused, clock)::mount,
            new SessionRoutes(memory)::mount,
            new HistoryRoutes(history, Instant::now)::mount,
            new NodeRoutes(new NodeId("n1"), memory, () -> votes)::mount,
            new FrameRoutes(gate, NOBODY)::mount,
            new MemberRoutes(gate, new FixedMembers())::mount);
    return HttpServer.open(settings.on(port), gate, routes);
  }

  private static final class FixedMembers implements MemberRoutes.Members {
    @Override
    public void change(String host, int port, boolean member) {}

    @Override
    public void replace(String name, String host, int port) {}
  }

  /** Three nodes vote, of which these are there; the first leads. */
  void cluster(String... names) {
    for (var name : names) {
      memory.submit(new NodeHeartbeat(new NodeId(name), uri().toString(), name + ":1", 0), null);
    }
    votes =
        new Votes(
            names[0] + ":1",
            4,
            List.of("n1:1", "n2:1", "n3:1"),
            List.of(new Missing("node/n3", "n3:1", clock.instant().minusSeconds(30))));
  }

  /** How many listen to the live feed now. */
  int listeners() {
    return live.clients();
  }

  URI uri() {
    return server.uri();
  }

  /** What is mounted, such as {@code GET /api/lots}. */
  List<String> routes() {
    return server.routes();
  }

  /** Opens a lot that one camera sees, empty at first. */
  void openYard(String lot, String name, String camera, Yard yard) {
    memory.submit(new OpenLot(new LotId(lot), name, yard.spots().size(), yard.spots()), null);
    var id = new CameraId(camera);
    memory.submit(new PlaceCamera(id, yard.watches(new LotId(lot))), null);
    yards.put(id, yard);
    look(camera);
  }

  void openCounted(String lot, int capacity) {
    memory.openCounted(lot, capacity);
  }

  /** So many records of a topic have come to the topic of dead letters. */
  void bury(String topic, Reason reason, int count) {
    unused.add(topic, reason.word(), count);
  }

  /** Somebody says how many spaces are available in a counted lot. */
  void report(String lot, int available) {
    memory.submit(new Report("far", lot, available, clock.instant()), null);
  }

  void count(String lot) {
    memory.count(lot);
  }

  /** Before any lot is open: sessions cost what this says, and keep plates as they are. */
  void charge(Tariff tariff) {
    var sessions = new SessionPolicy(Rules.DEFAULT, Tariffs.of(tariff), List.of(), true);
    var content = new Configuration(AT_ONCE, List.of(), List.of(), sessions);
    memory.submit(new ApplyConfiguration(0, content, Reserved.ENDS), null);
  }

  /** A car stands there from now on, and the camera sees it. */
  void park(String camera, int spot, boolean there) {
    yard(camera).park(spot, there);
    look(camera);
  }

  /** One frame of a camera goes the way of all frames. */
  void look(String camera) {
    var id = new CameraId(camera);
    Yard yard = yard(camera);
    Instant now = clock.instant();
    frames.merge(
        id,
        new Jpeg(1, now, yard.paint()),
        (before, fresh) -> new Jpeg(before.number() + 1, now, fresh.bytes()));
    var sightings =
        yard.spots().stream().map(spot -> new Sighting(spot, yard.looksOccupied(spot))).toList();
    memory.submit(new Observe(id, now, Visibility.CLEAR, sightings), null);
  }

  private Yard yard(String camera) {
    return Objects.requireNonNull(yards.get(new CameraId(camera)), camera);
  }

  /** So much time goes by in which no camera sends anything. */
  void pass(Duration time) {
    ahead = ahead.plus(time);
    memory.submit(new Tick(), null);
  }

  @Override
  public Optional<Jpeg> newest(CameraId camera) {
    return Optional.ofNullable(frames.get(camera));
  }

  @Override
  public Optional<CameraHealth> health(CameraId camera) {
    return newest(camera)
        .map(jpeg -> new CameraHealth("painted:" + camera, "running", null, jpeg.takenAt(), 0));
  }

  /** The server stops; the ledger lives on. */
  void leave() {
    port = server.port();
    live.close();
    server.close();
  }

  /** The server starts again on its port. */
  void comeBack() {
    live = new LiveRoutes(memory, LiveLimits.DEFAULT);
    server = open(port);
  }

  @Override
  public void close() {
    live.close();
    server.close();
    history.close();
  }

  /** Serves a campus with traffic until interrupted, to look at the page. */
  public static void main(String[] args) throws InterruptedException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : HttpSettings.PORT;
    long seed = Long.getLong("seed", 7);
    var random = new Random(seed);
    try (var campus = new PageCampus(port)) {
      campus.openYard("north", "North yard", "north-gate", new Yard(seed, 3, 12));
      campus.openYard("library", "Library", "library-roof", new Yard(seed + 1, 2, 7));
      campus.openYard("tower", "Tower court", "tower-mast", new Yard(seed + 2, 2, 9));
      campus.openCounted("garage", 240);
      for (int i = 0; i < 130; i++) {
        campus.count("garage");
      }
      for (String camera : List.of("north-gate", "library-roof", "tower-mast")) {
        int spots = campus.yard(camera).spots().size();
        for (int i = 1; i <= spots; i++) {
          campus.yard(camera).park(i, random.nextInt(10) < 6);
        }
      }
      campus.keepHistory();
      System.out.println(campus.uri() + " seed " + seed);
      for (int second = 0; ; second++) {
        for (String camera : List.of("north-gate", "library-roof")) {
          campus.look(camera);
        }
        if (second < 3) {
          campus.look("tower-mast");
        }
        if (second % 3 == 0) {
          campus.park("north-gate", 1 + random.nextInt(36), random.nextBoolean());
        }
        if (second % 5 == 0) {
          campus.count("garage");
        }
        campus.memory.submit(new Tick(), null);
        Thread.sleep(1000);
      }
    }
  }
}
