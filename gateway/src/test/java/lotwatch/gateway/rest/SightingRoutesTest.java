package lotwatch.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.ServedRoutes;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.sessions.Rules;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SightingRoutesTest {
  private static final String ENTERING =
      "{\"id\": \"c-%d\", \"plate\": \"29A-12345\", \"location\": \"deck\", \"status\": \"%s\", \"time\": %d}";
  private static final long NOW = 1_780_000_000L;
  private static final long FORGET = Rules.DEFAULT.forgetSeconds();

  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);

  private final MemoryLedger memory = new MemoryLedger(CLOCK);
  private final HttpClient client = HttpClient.newHttpClient();
  private final ServedRoutes server =
      new ServedRoutes(
          HttpSettings.DEFAULT.on(0).pageless(),
          memory.gate(),
          List.of(
              new SightingRoutes(memory.gate(), memory, CLOCK)::mount,
              new SessionRoutes(memory)::mount));

  @BeforeEach
  void open() {
    memory.openCounted("deck", 3);
  }

  @AfterEach
  void shut() {
    server.close();
    client.close();
  }

  private HttpResponse<String> post(String body, String... headers) throws Exception {
    var request =
        HttpRequest.newBuilder(server.at("/api/sightings"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> see(String... sightings) throws Exception {
    return post("{\"sightings\": [%s]}".formatted(String.join(",", sightings)));
  }

  @Test
  void visitGivesASessionWithoutItsPlate() throws Exception {
    var first = see(ENTERING.formatted(1, "ENTERING", NOW), ENTERING.formatted(1, "ENTERING", NOW));
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.body())
        .isEqualTo("{\"counted\":1,\"duplicates\":1,\"late\":0,\"orphanExits\":0,\"strays\":0}");
    var open = server.json("/api/sessions").get("items").get(0);
    assertThat(open.get("state").stringValue()).isEqualTo("active");
    assertThat(open.get("location").stringValue()).isEqualTo("deck");

    see(ENTERING.formatted(2, "EXITING", NOW + 590));

    assertThat(server.json("/api/sessions").get("items").isEmpty()).isTrue();
    var ended = server.json("/api/sessions?state=ended").get("items").get(0);
    assertThat(ended.get("state").stringValue()).isEqualTo("closed");
    assertThat(ended.get("seconds").longValue()).isEqualTo(590);
    assertThat(memory.view().endedSessions())
        .allSatisfy(each -> {
          assertThat(each.session().key().plate()).matches("[0-9]{2}[A-Z]-[0-9]{5}");
          assertThat(each.session().key().plate()).isNotEqualTo("29A-12345");
        });
  }

  @Test
  void onePlateHasOnePseudonymHoweverOftenItComes() throws Exception {
    see(ENTERING.formatted(1, "ENTERING", NOW));
    see(ENTERING.formatted(2, "PARKED", NOW + 5));
    assertThat(memory.view().sessions()).hasSize(1);
    assertThat(memory.view().pseudonymKey()).hasSize(64);
  }

  @Test
  void sameKeySameAnswerAndNoSecondEffect() throws Exception {
    var body = "{\"sightings\": [%s]}".formatted(ENTERING.formatted(1, "ENTERING", NOW));
    var first = post(body, "Idempotency-Key", "k1");
    var second = post(body, "Idempotency-Key", "k1");
    assertThat(second.body()).isEqualTo(first.body());
    var other = "{\"sightings\": [%s]}".formatted(ENTERING.formatted(2, "PARKED", NOW));
    assertThat(post(other, "Idempotency-Key", "k1").statusCode()).isEqualTo(422);
  }

  /** The second car's time is that of the stream: the stay of the first is forgotten by then. */
  @Test
  void batchOfARecordingThatIsSentAgainIsOne() throws Exception {
    var other = ENTERING.replace("29A-12345", "30B-54321");
    var batch =
        "{\"stream\": \"r\", \"sightings\": [%s, %s, %s]}"
            .formatted(
                ENTERING.formatted(1, "PARKED", NOW),
                ENTERING.formatted(2, "EXITING", NOW + 100),
                other.formatted(3, "PARKED", NOW + 100 + 2 * FORGET));
    var first = post(batch);
    assertThat(first.body()).contains("\"counted\":3");

    assertThat(post(batch).body()).isEqualTo(first.body());

    assertThat(memory.view().endedSessions()).hasSize(1);
  }

  @Test
  void withoutAnIdWhatItSaysTellsItFromOthers() throws Exception {
    var anonymous = ENTERING.replace("\"id\": \"c-%d\", ", "").formatted("PARKED", NOW);
    var ofNoId = anonymous.replace("{", "{\"id\": null, ");
    assertThat(see(anonymous, ofNoId).body()).contains("\"counted\":1,\"duplicates\":1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|sightings is missing",
        "{\"sightings\": []}|1 to 1000",
        "{\"sightings\": {}}|1 to 1000",
        "{\"sightings\": [7]}|sightings[0] must be an object",
        "{\"sightings\": [{\"x\": 1}]}|sightings[0].x is not a field",
        "{\"sightings\": [{\"location\": \"deck\"}]}|sightings[0].plate is missing",
        "{\"sightings\": [{\"plate\": 7}]}|sightings[0].plate must be a string",
        "{\"sightings\": [{\"plate\": \" \"}]}|sightings[0].plate has 0 characters",
        "{\"sightings\": [{\"plate\": \"Q\\ud800\"}]}|sightings[0].plate",
        "{\"sightings\": [{\"plate\": \"A\\u200bB\"}]}|sightings[0].plate",
        "{\"sightings\": [{\"plate\": \"A\"}]}|sightings[0].location is missing",
        "{\"sightings\": [{\"plate\": \"A\", \"location\": \"deck\", \"status\": \"parked\"}]}|sightings[0].status must be one of",
        "{\"sightings\": [{\"plate\": \"A\", \"location\": \"deck\", \"status\": \"PARKED\"}]}|sightings[0].time is missing",
        "{\"sightings\": [{\"plate\": \"A\", \"location\": \"deck\", \"status\": \"PARKED\", \"time\": true}]}|whole seconds",
        "{\"sightings\": [{\"plate\": \"A\", \"location\": \"deck\", \"status\": \"PARKED\", \"time\": 1.5}]}|whole seconds",
        "{\"sightings\": [{\"plate\": \"A\", \"location\": \"deck\", \"status\": \"PARKED\", \"time\": \"2026-10-25T02:30:00\"}]}|its offset",
        "{\"sightings\": [{\"plate\": \"A\", \"location\": \"deck\", \"status\": \"PARKED\", \"time\": 0}]}|2000",
        "{\"sightings\": [{\"plate\": \"A\", \"location\": \"deck\", \"status\": \"PARKED\", \"time\": 4102444800}]}|2099",
        "{\"sightings\": [{\"plate\": \"A\", \"location\": \"deck\", \"status\": \"PARKED\", \"time\": 99999999999999999999}]}|whole seconds",
        "{\"sightings\": [], \"more\": 1}|more is not a field",
      })
  void whatIsWrongIsNamedAndNothingCounts(String body, String problem) throws Exception {
    long before = memory.view().sequence();
    var answer = post(body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(problem);
    assertThat(memory.view().sequence()).isEqualTo(before);
  }

  @Test
  void wrongClockKeepsNoSessionOpenForYears() throws Exception {
    assertThat(see(ENTERING.formatted(1, "ENTERING", NOW + 3_600)).statusCode()).isEqualTo(200);
    var ahead = ENTERING.formatted(2, "ENTERING", NOW + 3_601);

    assertThat(see(ahead).body()).contains("sightings[0].time", "3601 s ahead", "3600 s");
    assertThat(post("{\"stream\": \"tape\", \"sightings\": [%s]}".formatted(ahead)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void oneWrongSightingStopsItsBatch() throws Exception {
    var answer = see(ENTERING.formatted(1, "ENTERING", NOW), "{\"plate\": \"A\"}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("sightings[1].location");
    assertThat(memory.view().sessions()).isEmpty();
  }

  @Test
  void batchHasALimitInNumberAndInBytes() throws Exception {
    var many =
        IntStream.rangeClosed(1, 1_001)
            .mapToObj(i -> ENTERING.formatted(i, "PARKED", NOW))
            .collect(Collectors.joining(","));
    assertThat(see(many).body()).contains("1 to 1000");
    var long1 = ENTERING.replace("29A-12345", "A".repeat(1 << 20)).formatted(1, "PARKED", NOW);
    assertThat(see(long1).statusCode()).isEqualTo(413);
    var plate = ENTERING.replace("29A-12345", "A".repeat(33)).formatted(1, "PARKED", NOW);
    assertThat(see(plate).body()).contains("33 characters", "32").doesNotContain("AAAA");
  }

  @Test
  void plateAtTwoPlacesIsToldWithBothSessions() throws Exception {
    memory.openCounted("garage", 3);
    see(ENTERING.formatted(1, "ENTERING", NOW - 60));
    see(ENTERING.formatted(2, "ENTERING", NOW - 40).replace("deck", "garage"));
    assertThat(server.json("/api/sessions/clones").toString())
        .isEqualTo("{\"count\":0,\"items\":[]}");

    see(ENTERING.formatted(3, "PARKED", NOW - 20));

    var clones = server.json("/api/sessions/clones");
    assertThat(clones.get("count").intValue()).isOne();
    var clone = clones.get("items").get(0);
    assertThat(clone.get("first").get("location").stringValue()).isEqualTo("deck");
    assertThat(clone.get("second").get("location").stringValue()).isEqualTo("garage");
    assertThat(clone.toString()).doesNotContain("29A");
  }

  @Test
  void platesAtTwoPlacesAreNamedUpToALimitAndCountedBeyondIt() throws Exception {
    memory.openCounted("garage", 3);
    int many = SessionRoutes.CLONES_MAX + 1;
    for (int round = 0; round < 3; round++) {
      int seen = round;
      see(
          IntStream.range(0, many)
              .mapToObj(i ->
                  ENTERING
                      .formatted(1_000 * seen + i, "PARKED", NOW - 60 + 20L * seen)
                      .replace("29A-12345", "29A-%05d".formatted(i))
                      .replace("deck", seen == 1 ? "garage" : "deck"))
              .toArray(String[]::new));
    }

    var clones = server.json("/api/sessions/clones");
    assertThat(clones.get("count").intValue()).isEqualTo(many);
    assertThat(clones.get("items").size()).isEqualTo(SessionRoutes.CLONES_MAX);
  }

  @Test
  void whatIsOfNoUseIsCountedByItsReason() throws Exception {
    assertThat(server.json("/api/sightings/unused").get("items").isEmpty()).isTrue();
    post("no JSON");
    see(ENTERING.formatted(1, "parked", NOW));
    see(ENTERING.formatted(1, "PARKED", 0));
    see(ENTERING.formatted(2, "PARKED", NOW + 3_601));
    see(ENTERING.replace("29A-12345", "A".repeat(33)).formatted(3, "PARKED", NOW));
    see(ENTERING.formatted(4, "PARKED", NOW).replace("deck", "nowhere"));
    see(ENTERING.formatted(5, "PARKED", NOW));

    var unused = server.json("/api/sightings/unused");

    assertThat(unused.get("since").stringValue()).isEqualTo(CLOCK.instant().toString());
    assertThat(unused.get("items").valueStream().map(SightingRoutesTest::told))
        .containsExactly(
            "rest not-json 1",
            "rest plate 1",
            "rest status-unknown 1",
            "rest stray 1",
            "rest time-range 2");
  }

  private static String told(JsonNode item) {
    return "%s %s %d"
        .formatted(
            item.get("from").stringValue(),
            item.get("reason").stringValue(),
            item.get("count").longValue());
  }
}
