package lotwatch.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.ServedRoutes;
import lotwatch.gateway.WebSocketClient;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.gateway.stream.socket.EngineRoutes;
import lotwatch.gateway.stream.socket.Namespace;
import lotwatch.gateway.stream.socket.SocketLimits;
import lotwatch.ledger.Command.Tick;
import lotwatch.ledger.Configuration;
import lotwatch.ledger.ConfigurationCommand.ApplyConfiguration;
import lotwatch.ledger.ConfigurationCommand.Reserved;
import lotwatch.ledger.Policy;
import lotwatch.ledger.SessionCommand.See;
import lotwatch.ledger.SessionPolicy;
import lotwatch.sessions.Places;
import lotwatch.sessions.Rules;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import lotwatch.sessions.Tariff;
import lotwatch.sessions.Tariffs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The events of system C, byte by byte. */
class ParkingNamespaceTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final long SECOND = NOW.getEpochSecond();
  private static final String EVENT = "42/parking,[\"";
  private static final int KEPT_MAX = 500;

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final MemoryLedger memory = new MemoryLedger(clock, KEPT_MAX);
  private final List<AutoCloseable> opened = new ArrayList<>();
  private ServedRoutes server;

  @BeforeEach
  void playSystemC() {
    place(Places.systemC());
    serve(Duration.ofHours(1));
  }

  private void place(Places places) {
    var policy = new SessionPolicy(Rules.DEFAULT, Tariffs.of(Tariff.SYSTEM_C), places.all(), true);
    memory.submit(
        new ApplyConfiguration(
            memory.view().configuration().number(),
            new Configuration(Policy.DEFAULT, List.of(), List.of(), policy),
            Reserved.ENDS),
        null);
  }

  private void serve(Duration durationPause) {
    var parking = new ParkingNamespace(memory, clock, durationPause);
    var routes =
        new EngineRoutes(
            memory.gate(),
            SocketLimits.DEFAULT,
            Map.of("/", Namespace.QUIET, ParkingNamespace.NAME, parking));
    server =
        new ServedRoutes(
            HttpSettings.DEFAULT.on(0).pageless(),
            memory.gate(),
            List.of(routes::mount, new StreamRoutes(memory, clock)::mount));
    opened.add(server);
    opened.add(routes);
    opened.add(parking);
  }

  @AfterEach
  void shut() throws Exception {
    for (var each : opened.reversed()) {
      each.close();
    }
  }

  private static Sighting sighting(String plate, String location, Status status, long ago) {
    return new Sighting(
        plate + location + status + ago, new SessionKey(plate, location), status, SECOND - ago);
  }

  private void see(String plate, String location, Status status, long ago) {
    memory.submit(new See(List.of(sighting(plate, location, status, ago))), null);
  }

  private WebSocketClient visitor() throws Exception {
    var client = new WebSocketClient(server.at("/socket.io/?EIO=4&transport=websocket"));
    opened.add(client);
    client.answer("2", "3"); // pings of Engine.IO: who answers none is closed after a while
    client.send("40/parking,");
    client.next("40/parking,");
    return client;
  }

  private static String statistics(int busy, int active, int closed) {
    return "{\"total_locations\":60,\"busy_count\":%d,\"free_count\":%d,\"active_sessions\":%d,\"closed_sessions_total\":%d}"
        .formatted(busy, 60 - busy, active, closed);
  }

  private static String event(String name, String json) {
    return EVENT + name + "\"," + json + "]";
  }

  @Test
  void whoComesGetsWhatIsSo() throws Exception {
    see("29A-12345", "B7", Status.ENTERING, 590);
    see("29A-00001", "A2", Status.ENTERING, 60);
    see("29A-00002", "A10", Status.ENTERING, 30);

    var initial = visitor().next();

    assertThat(initial)
        .startsWith(
            EVENT
                + "initial_data\",{\"active_sessions\":[{\"license_plate\":\"29A-12345\",\"location\":\"B7\",\"start_time\":%d,\"duration\":590,\"cost\":10000,\"status\":\"ACTIVE\"},"
                    .formatted(SECOND - 590))
        .contains("],\"statistics\":" + statistics(3, 3, 0) + ",\"free_locations\":[\"A1\",\"A3\"")
        .endsWith(",\"busy_locations\":[\"A10\",\"A2\",\"B7\"]}]");
  }

  @Test
  void eachRowIsToldInOrderWithTheStatisticsAfterIt() throws Exception {
    var visitor = visitor();
    visitor.next(EVENT + "initial_data");

    memory.submit(
        new See(
            List.of(
                sighting("29A-12345", "B7", Status.ENTERING, 590),
                sighting("30B-54321", "C1", Status.ENTERING, 100),
                sighting("29A-12345", "B7", Status.EXITING, 0))),
        null);

    assertThat(visitor.next())
        .isEqualTo(
            event(
                "parking_update", row("29A-12345", "B7", SECOND - 590, SECOND - 590, 0, "ACTIVE")));
    assertThat(visitor.next()).isEqualTo(event("statistics_update", statistics(1, 1, 0)));
    assertThat(visitor.next())
        .isEqualTo(
            event(
                "parking_update", row("30B-54321", "C1", SECOND - 100, SECOND - 100, 0, "ACTIVE")));
    assertThat(visitor.next()).isEqualTo(event("statistics_update", statistics(2, 2, 0)));
    assertThat(visitor.next())
        .isEqualTo(
            event(
                "parking_update", row("29A-12345", "B7", SECOND - 590, SECOND, 10_000, "CLOSED")));
    assertThat(visitor.next())
        .isEqualTo(
            event(
                "exit_notification",
                "{\"type\":\"EXIT\",\"license_plate\":\"29A-12345\",\"location\":\"B7\",\"duration\":590,\"cost\":10000,\"timestamp\":%d,\"message\":\"Xe 29A-12345 đã rời vị trí B7\"}"
                    .formatted(SECOND)));
    assertThat(visitor.next()).isEqualTo(event("statistics_update", statistics(1, 1, 1)));
  }

  private static String row(
      String plate, String location, long start, long end, long cost, String status) {
    return "{\"license_plate\":\"%s\",\"location\":\"%s\",\"start_time\":%d,\"end_time\":%d,\"duration\":%d,\"cost\":%d,\"status\":\"%s\",\"last_updated\":%d}"
        .formatted(plate, location, start, end, end - start, cost, status, end);
  }

  @Test
  void timeoutIsAnExit() throws Exception {
    see("29A-12345", "B7", Status.ENTERING, 700);
    var visitor = visitor();
    visitor.next(EVENT + "initial_data");
    memory.submit(new Tick(), null);

    assertThat(visitor.next())
        .isEqualTo(
            event(
                "parking_update",
                row("29A-12345", "B7", SECOND - 700, SECOND - 700, 0, "TIMEOUT")));
    assertThat(visitor.next()).startsWith(EVENT + "exit_notification\",{\"type\":\"EXIT\"");
    assertThat(visitor.next()).isEqualTo(event("statistics_update", statistics(0, 0, 1)));
  }

  @Test
  void carThatMovesLeavesItsOldPlace() throws Exception {
    var visitor = visitor();
    visitor.next(EVENT + "initial_data");
    see("29A-12345", "A1", Status.ENTERING, 60);
    see("29A-12345", "A2", Status.ENTERING, 30);
    visitor.next(EVENT + "statistics_update");

    assertThat(visitor.next(EVENT + "statistics_update"))
        .isEqualTo(event("statistics_update", statistics(1, 1, 0)));
    visitor.send("42/parking,[\"request_location\",{\"location_id\":\"a1\"}]");
    assertThat(visitor.next())
        .isEqualTo(event("location_info", "{\"status\":\"FREE\",\"location\":\"A1\"}"));

    see("29A-12345", "A2", Status.EXITING, 0);
    assertThat(visitor.next(EVENT + "statistics_update"))
        .isEqualTo(event("statistics_update", statistics(1, 1, 1)));
  }

  @Test
  void questionsAreAnsweredAndAcknowledged() throws Exception {
    see("29A-12345", "B7", Status.ENTERING, 10);
    var visitor = visitor();
    visitor.next(EVENT + "initial_data");
    visitor.send("42/parking,1[\"request_update\"]");
    visitor.send("42/parking,2[\"request_location\",{\"location_id\":\"b7\"}]");
    visitor.send("42/parking,3[\"request_location\",{\"location_id\":\"Z9\"}]");

    assertThat(visitor.next()).startsWith(EVENT + "initial_data\",{");
    assertThat(visitor.next()).isEqualTo("43/parking,1[]");
    assertThat(visitor.next())
        .isEqualTo(
            event(
                "location_info",
                "{\"status\":\"OCCUPIED\",\"license_plate\":\"29A-12345\",\"location\":\"B7\",\"start_time\":%d,\"duration\":10,\"cost\":10000}"
                    .formatted(SECOND - 10)));
    assertThat(visitor.next()).isEqualTo("43/parking,2[]");
    assertThat(visitor.next()).isEqualTo("43/parking,3[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"request_update\",{}]",
        "[\"request_location\"]",
        "[\"request_location\",\"B7\"]",
        "[\"request_location\",{\"location_id\":7}]",
        "[\"request_location\",{\"location_id\":\"B7\"},1]",
        "[\"initial_data\",{}]"
      })
  void badPayloadsGetNoAnswer(String payload) throws Exception {
    var visitor = visitor();
    visitor.next(EVENT + "initial_data");
    visitor.send("42/parking,1" + payload);
    visitor.send("42/parking,2[\"request_location\",{\"location_id\":\"B7\"}]");

    assertThat(visitor.next())
        .isEqualTo(event("location_info", "{\"status\":\"FREE\",\"location\":\"B7\"}"));
    assertThat(visitor.next()).isEqualTo("43/parking,2[]");
  }

  @Test
  void durationsAreToldAgainAndAgain() throws Exception {
    serve(Duration.ofMillis(50));
    see("29A-12345", "B7", Status.ENTERING, 590);
    var visitor = visitor();
    var update =
        event(
            "duration_update",
            "{\"active_sessions\":[{\"license_plate\":\"29A-12345\",\"location\":\"B7\",\"start_time\":%d,\"duration\":590,\"cost\":10000,\"status\":\"ACTIVE\"}],\"statistics\":%s}"
                .formatted(SECOND - 590, statistics(1, 1, 0)));

    visitor.next(EVENT + "initial_data");
    assertThat(visitor.next()).isEqualTo(update);
    assertThat(visitor.next()).isEqualTo(update);
  }

  @Test
  void statisticsAgreeWithRestAfterEveryRow() throws Exception {
    var visitor = visitor();
    visitor.next(EVENT + "initial_data");
    int told = 0;
    var random = new Random(7);
    var statuses = List.of(Status.values());
    for (int i = 0; i < 300; i++) {
      var before = memory.view().sequence();
      see(
          "29A-%05d".formatted(random.nextInt(12)),
          "A" + (1 + random.nextInt(6)),
          statuses.get(random.nextInt(statuses.size())),
          600 - 2L * i);
      told += Math.toIntExact(memory.view().sequence() - before);
      if (told > 0 && i % 10 == 0) {
        String last = "";
        for (; told > 0; told--) {
          last = visitor.next(EVENT + "statistics_update");
        }
        var rest = server.json("/api/statistics");
        assertThat(last)
            .contains("\"busy_count\":" + rest.get("busy_count"))
            .contains("\"free_count\":" + rest.get("free_count"))
            .contains("\"active_sessions\":" + rest.get("active_sessions"))
            .contains("\"closed_sessions_total\":" + rest.get("closed_sessions_total"));
      }
    }
  }

  @Test
  void placesOfANewConfigurationCount() throws Exception {
    var visitor = visitor();
    visitor.next(EVENT + "initial_data");
    place(new Places(List.of(new Places.Place("X1", "main"))));
    see("29A-12345", "X1", Status.ENTERING, 10);

    assertThat(visitor.next(EVENT + "statistics_update"))
        .isEqualTo(
            event(
                "statistics_update",
                "{\"total_locations\":1,\"busy_count\":1,\"free_count\":0,\"active_sessions\":1,\"closed_sessions_total\":0}"));
  }

  @Test
  void everybodyBeginsAnewAfterAGap() throws Exception {
    var visitor = visitor();
    visitor.next(EVENT + "initial_data");
    var batch = new ArrayList<Sighting>();
    for (int i = 0; i < 2 * KEPT_MAX; i++) { // more events of one command than are kept
      batch.add(sighting("29A-%05d".formatted(i), "A1", Status.ENTERING, 500));
    }
    memory.submit(new See(batch), null);

    assertThat(visitor.next())
        .startsWith(EVENT + "initial_data")
        .contains("\"active_sessions\":%d,".formatted(2 * KEPT_MAX));
    see("30A-00001", "B1", Status.ENTERING, 5);
    assertThat(visitor.next())
        .isEqualTo(
            event("parking_update", row("30A-00001", "B1", SECOND - 5, SECOND - 5, 0, "ACTIVE")));
  }

  @Test
  void twoHundredClientsGetEveryRow() throws Exception {
    var visitors = new ArrayList<WebSocketClient>();
    for (int i = 0; i < 200; i++) {
      visitors.add(visitor());
    }
    for (var visitor : visitors) {
      visitor.next(EVENT + "initial_data"); // what came before is in there
    }
    for (int i = 0; i < 20; i++) {
      see("29A-%05d".formatted(i), "A1", Status.ENTERING, 50 - i);
    }
    for (var visitor : visitors) {
      for (int i = 0; i < 20; i++) {
        assertThat(visitor.next(EVENT + "parking_update"))
            .contains("\"license_plate\":\"29A-%05d\"".formatted(i));
      }
    }
  }
}
