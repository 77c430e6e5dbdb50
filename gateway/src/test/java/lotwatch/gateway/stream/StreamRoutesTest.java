package lotwatch.gateway.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.ServedRoutes;
import lotwatch.gateway.http.HttpSettings;
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
import org.junit.jupiter.params.provider.CsvSource;

/** The answers of system C, byte by byte. */
class StreamRoutesTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final long SECOND = NOW.getEpochSecond();

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final MemoryLedger memory = new MemoryLedger(clock);
  private final ServedRoutes server =
      new ServedRoutes(
          HttpSettings.DEFAULT.on(0).pageless(),
          memory.gate(),
          List.of(new StreamRoutes(memory, clock)::mount));

  @BeforeEach
  void playSystemC() {
    var policy =
        new SessionPolicy(Rules.DEFAULT, Tariffs.of(Tariff.SYSTEM_C), Places.systemC().all(), true);
    memory.submit(
        new ApplyConfiguration(
            0, new Configuration(Policy.DEFAULT, List.of(), List.of(), policy), Reserved.ENDS),
        null);
  }

  @AfterEach
  void shut() {
    server.close();
  }

  private void see(String plate, String location, Status status, long ago) {
    var sighting =
        new Sighting(
            plate + location + status + ago, new SessionKey(plate, location), status, SECOND - ago);
    memory.submit(new See(List.of(sighting)), null);
  }

  private String ask(String path) throws Exception {
    return new String(server.ask(path).body(), UTF_8);
  }

  @Test
  void emptySiteIsFree() throws Exception {
    assertThat(ask("/api/status"))
        .isEqualTo(
            "{\"active_sessions\":0,\"busy_count\":0,\"closed_sessions_total\":0,\"free_count\":60,\"status\":\"running\",\"total_locations\":60}");
    assertThat(ask("/api/locations/free"))
        .startsWith("{\"count\":60,\"free_locations\":[\"A1\",\"A10\",\"A2\"");
    assertThat(ask("/api/sessions/closed")).isEqualTo("{\"closed_sessions\":[],\"count\":0}");
  }

  @Test
  void durationsAndCostsRunUntilNow() throws Exception {
    see("29A-12345", "B7", Status.ENTERING, 590);
    see("29A-12345", "B7", Status.PARKED, 300);

    assertThat(ask("/api/sessions/active"))
        .isEqualTo(
            "{\"active_sessions\":[{\"cost\":10000,\"duration\":590,\"license_plate\":\"29A-12345\",\"location\":\"B7\",\"start_time\":%d,\"status\":\"ACTIVE\"}],\"count\":1}"
                .formatted(SECOND - 590));
    assertThat(ask("/api/location/b7")).contains("\"status\":\"OCCUPIED\"", "\"cost\":10000");
    assertThat(ask("/api/location/b8")).isEqualTo("{\"location\":\"B8\",\"status\":\"FREE\"}");
    assertThat(ask("/api/locations/busy")).isEqualTo("{\"busy_locations\":[\"B7\"],\"count\":1}");
  }

  @Test
  void unknownLocationIs404() throws Exception {
    assertThat(server.ask("/api/location/Z9").statusCode()).isEqualTo(404);
    assertThat(ask("/api/location/Z9")).isEqualTo("{\"error\":\"Invalid location\"}");
  }

  @Test
  void carThatMovesLeavesItsOldPlace() throws Exception {
    see("29A-12345", "A1", Status.ENTERING, 60);
    see("29A-12345", "A2", Status.ENTERING, 30);
    assertThat(ask("/api/locations/busy")).contains("[\"A2\"]");

    see("29A-12345", "A1", Status.PARKED, 10);
    assertThat(ask("/api/locations/busy")).contains("[\"A1\"]");
  }

  @Test
  void timedOutSessionIsClosedAndItsPlaceFree() throws Exception {
    see("29A-12345", "A1", Status.ENTERING, 700);
    memory.submit(new Tick(), null);

    assertThat(ask("/api/locations/busy")).isEqualTo("{\"busy_locations\":[],\"count\":0}");
    assertThat(ask("/api/sessions/closed"))
        .isEqualTo(
            "{\"closed_sessions\":[{\"cost\":0,\"duration\":0,\"end_time\":%1$d,\"last_updated\":%1$d,\"license_plate\":\"29A-12345\",\"location\":\"A1\",\"start_time\":%1$d,\"status\":\"TIMEOUT\"}],\"count\":1}"
                .formatted(SECOND - 700));
    assertThat(ask("/api/statistics")).contains("\"closed_sessions_total\":1");
  }

  @ParameterizedTest
  @CsvSource({
    "limit=2,2",
    "limit=0,0",
    "limit=-2,0",
    "limit=x,50",
    "limit=,50",
    "limit=2.5,50",
    "limit=3&limit=1,3",
    "x=1,50"
  })
  void limitGivesTheNewest(String query, int count) throws Exception {
    for (int i = 0; i < 60; i++) {
      see("29A-%05d".formatted(i), "A1", Status.ENTERING, 500);
      see("29A-%05d".formatted(i), "A1", Status.EXITING, 400 - i);
    }
    var closed = server.json("/api/sessions/closed?" + query);
    assertThat(closed.get("count").intValue()).isEqualTo(count);
    if (count > 0) {
      assertThat(closed.get("closed_sessions").get(count - 1).get("license_plate").stringValue())
          .isEqualTo("29A-00059");
    }
  }

  @Test
  void withoutNamedPlacesTheSpotsOfTheCampusAreThePlaces() throws Exception {
    var campus = new MemoryLedger(clock);
    campus.openCounted("gate", 3);
    campus.openWatched("north", "cam", 2);
    try (var other =
        new ServedRoutes(
            HttpSettings.DEFAULT.on(0).pageless(),
            campus.gate(),
            List.of(new StreamRoutes(campus, clock)::mount))) {
      assertThat(new String(other.ask("/api/locations/free").body(), UTF_8))
          .isEqualTo("{\"count\":3,\"free_locations\":[\"gate\",\"north/1\",\"north/2\"]}");
    }
  }
}
