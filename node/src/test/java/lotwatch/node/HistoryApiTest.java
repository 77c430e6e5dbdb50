package lotwatch.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import lotwatch.wire.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** The history of a real node, over REST. */
final class HistoryApiTest {
  private static final Duration WAIT_MAX = Duration.ofMinutes(2);

  @TempDir Path temp = Path.of("set by JUnit");

  private final HttpClient http = HttpClient.newHttpClient();
  private Node node;

  @BeforeEach
  void start() throws Exception {
    node = started();
  }

  private Node started() throws Exception {
    var config =
        new Site(temp)
            .config(
                """
                sim: {cameras: false}
                lots: [{id: deck, capacity: 10, occupied: 4}, {id: roof, capacity: 5}]
                sessions:
                  tariffs: [{currency: EUR, block: 300, price: 50}, {lot: roof, currency: EUR}, {lot: cellar, currency: EUR}]
                """);
    return Node.start(config.withHttp(config.servers().http().on(0)), SitePlan.of(config), _ -> {});
  }

  @AfterEach
  void stop() {
    node.close();
    http.close();
  }

  private ObjectNode ask(String path) throws Exception {
    var request = HttpRequest.newBuilder(node.uri().resolve(path)).build();
    return Json.object(http.send(request, BodyHandlers.ofByteArray()).body());
  }

  private ObjectNode await(String path, Predicate<ObjectNode> holds) throws Exception {
    long deadline = System.nanoTime() + WAIT_MAX.toNanos();
    while (true) {
      var answer = ask(path);
      if (holds.test(answer)) {
        return answer;
      }
      assertThat(System.nanoTime()).as(answer.toString()).isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
  }

  private void see(String plate, String status, Instant at) throws Exception {
    see(plate, "deck", status, at);
  }

  private void see(String plate, String lot, String status, Instant at) throws Exception {
    var body =
        "{\"sightings\": [{\"plate\": \"%s\", \"location\": \"%s\", \"status\": \"%s\", \"time\": \"%s\"}]}"
            .formatted(plate, lot, status, at);
    var request =
        HttpRequest.newBuilder(node.uri().resolve("/api/sightings"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @Test
  void whatBecameOfSightingsIsCounted() throws Exception {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    see("B-XY 18", "ENTERING", now.minusSeconds(500));
    see("B-XY 18", "EXITING", now);
    see("B-XY 18", "PARKED", now.minusSeconds(5));

    var request = HttpRequest.newBuilder(node.uri().resolve("/metrics")).build();
    assertThat(http.send(request, BodyHandlers.ofString()).body())
        .contains(
            "lotwatch_sightings_total{became=\"counted\"} 2.0",
            "lotwatch_sightings_total{became=\"late\"} 1.0",
            "lotwatch_sightings_total{became=\"strays\"} 0.0");
  }

  @Test
  void tariffOfALotThatThereIsNotIsTold() throws Exception {
    assertThat(ask("/readyz?verbose").path("details").toString())
        .contains("lot 'cellar'")
        .doesNotContain("'roof'");
  }

  @Test
  void plateAtTwoPlacesIsToldMaskedAndCounted() throws Exception {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    see("B-XY 19", "deck", "ENTERING", now.minusSeconds(50));
    see("B-XY 19", "roof", "ENTERING", now.minusSeconds(30));
    see("B-XY 19", "deck", "PARKED", now.minusSeconds(10));

    assertThat(ask("/readyz?verbose").path("details").toString())
        .contains("at two places at once, deck and roof (1 such in all)")
        .doesNotContain("XY");
    var request = HttpRequest.newBuilder(node.uri().resolve("/metrics")).build();
    assertThat(http.send(request, BodyHandlers.ofString()).body())
        .contains("lotwatch_sessions_clones 1.0");
  }

  @Test
  void endedSessionIsThereWithWhatItCost() throws Exception {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    see("B-XY 17", "ENTERING", now.minusSeconds(500));
    see("B-XY 17", "EXITING", now);

    var page =
        await("/api/history/sessions?lot=deck&state=ended", it -> it.path("items").size() == 1);
    var session = page.path("items").path(0);
    assertThat(session.path("cost").asInt()).isEqualTo(100);
    assertThat(session.path("plate").asString()).startsWith("****").doesNotContain("XY");
    var timeline = ask("/api/history/sessions/" + session.path("id").asString());
    assertThat(timeline.path("revisions").size()).isEqualTo(2);
    assertThat(
            ask("/api/history/revenue?by=day&zone=Europe/Berlin").path("points").path(0).toString())
        .contains("\"sessions\":1,\"minor\":100");
    await("/api/history/audit?action=SIGHT", it -> it.path("items").size() >= 2);
  }

  @Test
  void occupancyIsThereAndSurvivesARestart() throws Exception {
    await("/api/history/occupancy?lot=deck", it -> occupied(it) == 4);
    node.close();
    node = started();

    var occupancy = await("/api/history/occupancy?lot=deck", it -> occupied(it) == 4);

    assertThat(occupancy.path("zone").asString()).isEqualTo("UTC");
    assertThat(ask("/api/history/heatmap?lot=deck&weeks=1").path("cells").toString())
        .contains("0.4", "null");
    assertThat(temp.resolve("data").resolve("history").resolve("history.sqlite"))
        .satisfies(file -> assertThat(Files.size(file)).isPositive());
  }

  private static int occupied(ObjectNode occupancy) {
    var points = occupancy.path("points");
    return points.isEmpty() ? -1 : points.path(points.size() - 1).path("peak").asInt();
  }

  @ParameterizedTest
  @CsvSource({
    "sessions?limit=0, limit",
    "sessions?state=open, state",
    "sessions?cursor=x, cursor",
    "sessions?from=yesterday, from",
    "sessions?from=2027-01-02&to=2027-01-01, to",
    "sessions?color=red, color",
    "occupancy, lot",
    "occupancy?lot=deck&by=minute, by",
    "occupancy?lot=deck&zone=Mars/Olympus, zone",
    "occupancy?lot=deck&from=1980-01-01, from",
    "revenue?to=1969-12-31, to",
    "heatmap?lot=deck&weeks=53, weeks",
    "spots?state=full, state"
  })
  void whatCannotBeAskedIsNamed(String question, String field) throws Exception {
    var problem = ask("/api/history/" + question);

    assertThat(problem.path("status").asInt()).isEqualTo(400);
    assertThat(problem.path("field").asString()).isEqualTo(field);
  }
}
