package lotwatch.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import lotwatch.gateway.FakeHistory;
import lotwatch.gateway.FolderBlobs;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.ServedRoutes;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.gateway.live.LiveLimits;
import lotwatch.gateway.live.LiveRoutes;
import lotwatch.gateway.metrics.MetricsRoutes;
import lotwatch.gateway.rest.NodeRoutes.Votes;
import lotwatch.gateway.stream.StreamRoutes;
import lotwatch.gateway.stream.socket.EngineRoutes;
import lotwatch.gateway.stream.socket.SocketLimits;
import lotwatch.gateway.uploads.Uploads;
import lotwatch.ledger.BlobCommand.HoldBlob;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.Command;
import lotwatch.ledger.Event;
import lotwatch.ledger.LotCommand.Reserve;
import lotwatch.ledger.LotId;
import lotwatch.ledger.NodeCommand.NodeHeartbeat;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Plate;
import lotwatch.ledger.RecordingCommand.Begin;
import lotwatch.ledger.RecordingCommand.Delete;
import lotwatch.ledger.SessionCommand.See;
import lotwatch.ledger.Steps;
import lotwatch.ledger.TaskId;
import lotwatch.ledger.Versions;
import lotwatch.ledger.WorkCommand.Ending;
import lotwatch.ledger.WorkCommand.Fail;
import lotwatch.ledger.WorkCommand.Lease;
import lotwatch.ledger.WorkCommand.Renew;
import lotwatch.ledger.WorkCommand.Renewal;
import lotwatch.ledger.WorkerReport;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import lotwatch.wire.CameraFeed;
import lotwatch.wire.json.EventShape;
import lotwatch.wire.json.Json;
import lotwatch.wire.recordings.Playback;
import lotwatch.wire.recordings.PlaybackException;
import lotwatch.wire.recordings.Wanted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OpenApiTest {
  private static final List<String> PAGES = List.of("GET /api/docs", "GET /api/docs.js");
  private static final String WRITES = "(?<!history/)reservations|counts|nodes/|frame$|config$";

  private static final TaskId SPLIT = new TaskId("r1", Steps.SPLIT, 0);

  private static final Playback NO_PLAYBACK =
      (video, _) -> {
        throw new PlaybackException(PlaybackException.Why.UNAVAILABLE, "there is no " + video);
      };

  private final MemoryLedger memory = new MemoryLedger(Clock.systemUTC());
  private final LiveRoutes live = new LiveRoutes(memory, LiveLimits.DEFAULT);
  private final EngineRoutes sockets =
      new EngineRoutes(memory.gate(), SocketLimits.DEFAULT, Map.of());
  private final ServedRoutes server =
      new ServedRoutes(
          HttpSettings.Limits.DEFAULT,
          List.of(
              new LotRoutes(memory)::mount,
              new CameraRoutes(memory, CameraFeed.NONE, Clock.systemUTC())::mount,
              live::mount,
              new SightingRoutes(memory.gate(), memory, Clock.systemUTC())::mount,
              new SessionRoutes(memory)::mount,
              new StreamRoutes(memory, Clock.systemUTC())::mount,
              sockets::mount,
              new ConsumerRoutes(memory.gate(), memory)::mount,
              new EventRoutes(memory)::mount,
              new HistoryRoutes(new FakeHistory(), Clock.systemUTC())::mount,
              new HealthRoutes(List::of)::mount,
              new MetricsRoutes(
                      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                      memory,
                      CameraFeed.NONE,
                      Clock.systemUTC(),
                      live::clients)
                  ::mount,
              new NodeRoutes(
                      new NodeId("n1"), memory, () -> new Votes("n1:1", 1, List.of("n1:1", "n2:1")))
                  ::mount,
              new DocsRoutes()::mount,
              recordings()::mount,
              new PlaybackRoutes(memory, NO_PLAYBACK, new FolderBlobs(Path.of("/none"), memory))
                  ::mount,
              new WorkerRoutes(memory.gate(), memory)::mount));

  private RecordingRoutes recordings() {
    var blobs = new FolderBlobs(Path.of("/none"), memory);
    return new RecordingRoutes(
        memory.gate(), memory, new Uploads(memory.gate(), memory, blobs), blobs);
  }

  @AfterEach
  void shut() {
    live.close();
    sockets.close();
    server.close();
  }

  @Test
  void describesWhatIsMountedAndNothingElse() throws Exception {
    var described = new ArrayList<String>();
    for (var path : server.json("/api/openapi.json").get("paths").properties()) {
      for (String method : path.getValue().propertyNames()) {
        described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
      }
    }

    // What sources mount is compared where both are on the class path.
    assertThat(described.stream().filter(route -> !route.matches(".*(" + WRITES + ").*")))
        .containsExactlyInAnyOrderElementsOf(
            server.http().routes().stream().filter(route -> !PAGES.contains(route)).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "/api/lots, LotPage",
    "/api/lots/north, Lot",
    "/api/lots/north/spots, SpotPage",
    "/api/cameras, CameraPage",
    "/api/cameras/cam, Camera",
    "/api/lots/nowhere, Problem",
    "/api/lots?limit=0, Problem",
    "/api/cameras/cam/frame.jpg, Problem",
    "/api/nodes, Nodes",
    "/api/consumers, Consumers",
    "/api/sessions, SessionPage",
    "/api/sessions?state=open, Problem",
    "/api/sessions/clones, Clones",
    "/api/sightings/unused, UnusedSightings",
    "/api/status, StreamNumbers",
    "/api/statistics, StreamNumbers",
    "/api/locations/free, StreamList",
    "/api/locations/busy, StreamList",
    "/api/sessions/active, StreamList",
    "/api/sessions/closed, StreamList",
    "/api/location/north/1, StreamPlace",
    "/api/location/nowhere, StreamPlace",
    "/api/events?consumer=nobody, Problem",
    "/api/history/sessions?state=ended&limit=1, HistorySessionPage",
    "/api/history/sessions/s1, Timeline",
    "/api/history/sessions/s2, Problem",
    "/api/history/reservations?plate=17, ReservationRows",
    "/api/history/spots?spot=1, SpotRows",
    "/api/history/stays?state=active, StayRows",
    "/api/history/audit?action=RESERVE, AuditRows",
    "/api/history/occupancy?lot=deck, OccupancyPoints",
    "/api/history/revenue?by=day&zone=Europe/Berlin, RevenuePoints",
    "/api/history/heatmap?lot=deck, Heatmap",
    "/api/history/heatmap, Problem",
    "/api/recordings, RecordingPage",
    "/api/recordings/r1, Recording",
    "/api/recordings/r2, Problem",
    "/api/recordings/r1/hls/index.m3u8, Problem",
    "/api/recordings/r1/hls/manifest.mpd, Problem",
    "/api/recordings/r1/hls/thumbnails.vtt, Problem",
    "/api/workers, WorkerPage",
    "/api/uploads/none, Problem",
    "/healthz, Health",
    "/readyz, Health",
  })
  void answersAreOfTheShapeDescribed(String path, String schema) throws Exception {
    memory.openWatched("north", "cam", 3);
    memory.submit(new NodeHeartbeat(new NodeId("n1"), "http://n1/", "n1:1", 0), null);
    for (int second = 0; second < 6; second++) {
      memory.see("cam", Instant.now().plusSeconds(second), true, false, true);
    }

    record();

    assertThat(faults(server.json(path), schema)).isEmpty();
  }

  private void record() {
    var source = new BlobId("a".repeat(64));
    memory.submit(new Command.RaiseVersion(Versions.NEWEST), null);
    memory.submit(new HoldBlob(source, 9, List.of(new NodeId("n1"))), null);
    memory.submit(new Begin("r1", "clip", Wanted.USUAL.text(), source), null);
    var worker = new WorkerReport("10.0.0.4", 2, 500);
    memory.submit(new Lease("w1", worker, "t1", 1, Steps.ALL), null);
    memory.submit(new Renew("w1", worker, Steps.ALL, List.of(new Renewal(SPLIT, "t1", 250))), null);
  }

  @Test
  void eventsAreOfTheShapeDescribed() throws Exception {
    memory.openCounted("south", 5);
    memory.openWatched("north", "cam", 1);
    memory.submit(new Reserve(new LotId("south"), new Plate("M-AB 1234")), null);

    var key = new SessionKey("M-AB 1234", "south");
    memory.submit(new See(List.of(new Sighting("a", key, Status.ENTERING, 1_790_000_000))), null);

    record();
    memory.submit(new Fail(SPLIT, "t1", "it is no video", Ending.FOR_GOOD), null);
    memory.submit(new Delete("r1"), null);

    for (Event event : memory.after(0, 1_000, 1)) {
      assertThat(faults(Json.object(Json.bytes(EventShape.of(event))), "Event")).isEmpty();
    }
  }

  @Test
  void platesLeaveMasked() throws Exception {
    memory.openCounted("south", 5);
    memory.submit(new Reserve(new LotId("south"), new Plate("M-AB 1234")), null);

    var told = memory.after(0, 1_000, 1).stream().map(EventShape::of).toList();

    assertThat(told).last().extracting(EventShape::plate).isEqualTo("*******34");
  }

  @Test
  void docsPageAndItsScriptsComeFromThisServer() throws Exception {
    for (String path : List.of("/api/docs", "/api/docs.js", "/api/docs/ui/swagger-ui-bundle.js")) {
      assertThat(server.ask(path).statusCode()).as(path).isEqualTo(200);
    }
  }

  private List<String> faults(JsonNode value, String schema) throws Exception {
    var schemas = server.json("/api/openapi.json").get("components").get("schemas");
    return faults("$", value, schemas.get(schema), schemas).toList();
  }

  /** The part of JSON Schema that the description uses. */
  private static Stream<String> faults(
      String at, JsonNode value, JsonNode schema, JsonNode schemas) {
    if (schema.has("$ref")) {
      String[] parts = schema.get("$ref").stringValue().split("/", -1);
      return faults(at, value, schemas.get(parts[parts.length - 1]), schemas);
    }
    var faults = new ArrayList<Stream<String>>();
    var type = schema.get("type");
    if (!(type.isArray() ? type.valueStream() : Stream.of(type))
        .anyMatch(each -> fits(each.stringValue(), value))) {
      return Stream.of(at + " is not " + schema.get("type"));
    }
    if (schema.has("enum")) {
      boolean one = schema.get("enum").valueStream().anyMatch(value::equals);
      faults.add(one ? Stream.of() : Stream.of(at + " is " + value));
    }
    if (schema.has("minimum") && value.doubleValue() < schema.get("minimum").doubleValue()) {
      faults.add(Stream.of(at + " is too small"));
    }
    if (value.isArray()) {
      value
          .valueStream()
          .forEach(item -> faults.add(faults(at + "[]", item, schema.get("items"), schemas)));
    }
    if (value.isObject()) {
      schema
          .get("required")
          .valueStream()
          .filter(name -> !value.has(name.stringValue()))
          .forEach(name -> faults.add(Stream.of(at + " lacks " + name)));
      value
          .properties()
          .forEach(field -> {
            var known = schema.get("properties").get(field.getKey());
            String there = at + "." + field.getKey();
            boolean isOpen = schema.path("additionalProperties").asBoolean(false);
            faults.add(
                known == null
                    ? isOpen ? Stream.of() : Stream.of(there + " is not described")
                    : faults(there, field.getValue(), known, schemas));
          });
    }
    return faults.stream().flatMap(each -> each);
  }

  private static boolean fits(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> false;
    };
  }
}
