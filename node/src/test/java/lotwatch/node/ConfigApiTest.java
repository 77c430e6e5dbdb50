package lotwatch.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import lotwatch.ledger.CameraId;
import lotwatch.node.config.ConfigFile;
import lotwatch.wire.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The configuration over REST: of a real node, with a camera that has a password. */
final class ConfigApiTest {
  private static final Duration WAIT_MAX = Duration.ofMinutes(2);

  @TempDir Path temp = Path.of("set by JUnit");

  private final HttpClient http = HttpClient.newHttpClient();
  private Node node;

  @BeforeEach
  void start() throws Exception {
    var config =
        new Site(temp)
            .spots("a.json", "s1", "s2")
            .config(
                """
                lots: [{id: deck, capacity: 3, occupied: 0}]
                cameras: [{id: a, source: "rtsp://anna:secret@127.0.0.1:1/x", spots: a.json}]
                """);
    var path = temp.resolve("lotwatch.yml");
    var file = new ConfigurationFile(path, () -> ConfigFile.read(path, Map.of()));
    node =
        Node.start(
            config.withHttp(config.servers().http().on(0)), SitePlan.of(config), file, _ -> {});
  }

  @AfterEach
  void stop() {
    node.close();
    http.close();
  }

  private ObjectNode shown() throws Exception {
    var request = HttpRequest.newBuilder(node.uri().resolve("/api/config")).build();
    return Json.object(http.send(request, BodyHandlers.ofByteArray()).body());
  }

  private HttpResponse<String> put(String query, long revision, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(node.uri().resolve("/api/config" + query))
            .header("Content-Type", "application/yaml")
            .header("If-Match", "\"" + revision + "\"")
            .PUT(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private void reserve() throws Exception {
    var answer =
        http.send(
            HttpRequest.newBuilder(node.uri().resolve("/api/lots/deck/reservations"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"plate\": \"B-LW 1\"}"))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(201);
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + WAIT_MAX.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
  }

  @Test
  void whatIsShownCanBePutAgainAndKeepsThePassword() throws Exception {
    var content = (ObjectNode) shown().get("content");
    assertThat(content.toString()).contains("rtsp://***@127.0.0.1:1/x").doesNotContain("secret");

    assertThat(put("", 1, content.toString()).statusCode()).isEqualTo(200);
    assertThat(shown().get("revision").asLong()).isEqualTo(1);

    ((ObjectNode) content.get("lots").get(0)).put("capacity", 4);
    var applied = put("", 1, content.toString());

    assertThat(applied.statusCode()).as(applied.body()).isEqualTo(200);
    assertThat(applied.body()).contains("capacity 4, was 3");
    assertThat(node.view().configuration().number()).isEqualTo(2);
    assertThat(node.view().configuration().content().cameras())
        .singleElement()
        .satisfies(camera -> assertThat(camera.source()).contains("anna:secret@"));
  }

  @Test
  void maskedSourceOfAnotherHostIsRefused() throws Exception {
    var content = shown().get("content").toString().replace("127.0.0.1:1", "127.0.0.2:1");

    var answer = put("", 1, content);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("write the source in full");
  }

  @Test
  void staleRevisionIsRefusedWithTheOneInForce() throws Exception {
    assertThat(put("", 1, "lots: [{id: deck, capacity: 9}]").statusCode()).isEqualTo(200);

    var answer = put("", 1, "lots: [{id: deck, capacity: 8}]");

    assertThat(answer.statusCode()).isEqualTo(412);
    assertThat(answer.body()).contains("revision 2 is in force", "WRONG_REVISION");
    assertThat(put("", 1, "lots: [{id: deck, capacity: 9}]").statusCode()).isEqualTo(200);
  }

  @Test
  void revisionMustBeNamed() throws Exception {
    var answer =
        http.send(
            HttpRequest.newBuilder(node.uri().resolve("/api/config"))
                .header("Content-Type", "application/yaml")
                .PUT(BodyPublishers.ofString("lots: []"))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(428);
  }

  @Test
  void closingALotWithReservationsNeedsTheFlag() throws Exception {
    reserve();
    var other = "lots: [{id: other, capacity: 2}]";

    var refused = put("", 1, other);
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("lot deck would close with 1 reservations");

    assertThat(put("?dry-run=true", 1, other).body()).contains("- lot deck", "+ lot other");
    assertThat(node.view().configuration().number()).isEqualTo(1);

    assertThat(put("?close-reserved=true", 1, other).statusCode()).isEqualTo(200);
    assertThat(node.view().lots())
        .singleElement()
        .satisfies(lot -> assertThat(lot.id().value()).isEqualTo("other"));
  }

  @Test
  void driverIsToldThatTheReservationEndedAndWhy() throws Exception {
    reserve();
    var request = HttpRequest.newBuilder(node.uri().resolve("/api/live")).build();
    var live = http.send(request, BodyHandlers.ofLines());
    try (var lines = live.body()) {
      var told = lines.iterator();
      while (!told.next().equals("event: snapshot")) {}

      put("?close-reserved=true", 1, "lots: [{id: other, capacity: 2}]");

      var data = told.next();
      for (boolean ended = false; !ended || !data.startsWith("data:"); data = told.next()) {
        ended |= data.equals("event: reservation.ended");
      }
      assertThat(data)
          .contains("\"lot\":\"deck\"", "\"reason\":\"LOT_CLOSED\"")
          .doesNotContain("B-LW 1");
    }
  }

  @Test
  void wrongDocumentIsRefusedWithAllThatIsWrong() throws Exception {
    var answer = put("", 1, "lots: [{id: deck}]\ncameras: [{id: b, source: \"ftp://x\"}]\n");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("configuration:1", "configuration:2");
  }

  @Test
  void cameraOfANewRevisionIsOpenedAndOneThatIsGoneClosed() throws Exception {
    await(() -> node.cameras().size() == 1);
    var content =
        """
        lots: [{id: deck, capacity: 3}]
        cameras:
          - {id: sent, source: "grpc:7", spots: [{id: s1, outline: "0.1,0.1 0.2,0.1 0.2,0.2"}]}
        """;

    assertThat(put("", 1, content).statusCode()).isEqualTo(200);

    assertThat(node.view().camera(new CameraId("a"))).isNull();
    await(() -> source("sent").equals("grpc:7"));

    assertThat(put("", 2, content.replace("grpc:7", "grpc:8")).statusCode()).isEqualTo(200);

    await(() -> source("sent").equals("grpc:8"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "{}", "ledger: {hold: 60}", "# nothing"})
  void documentWithoutLotsAndCamerasClosesNothing(String document) throws Exception {
    var answer = put("", 1, document);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("neither lots nor cameras");
    assertThat(node.view().configuration().number()).isEqualTo(1);
  }

  @Test
  void fileThatTurnsBadMakesTheNodeDegradedAndKeepsItReady() throws Exception {
    Files.writeString(temp.resolve("lotwatch.yml"), "lots:\n  - {id: deck, capacity: several}\n");

    await(() -> readyz().contains("degraded"));

    assertThat(readyz()).contains("lotwatch.yml:2", "capacity");
    assertThat(node.view().configuration().number()).isEqualTo(1);

    Files.writeString(temp.resolve("lotwatch.yml"), "lots: [{id: roof, capacity: 2}]\n");

    await(() -> !readyz().contains("degraded"));
    assertThat(readyz()).contains("differs from revision 1", "- lot deck", "+ lot roof");
  }

  private String readyz() {
    try {
      var request = HttpRequest.newBuilder(node.uri().resolve("/readyz?verbose=true")).build();
      var answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private String source(String camera) {
    try {
      var request = HttpRequest.newBuilder(node.uri().resolve("/api/cameras/" + camera)).build();
      JsonNode shape = Json.object(http.send(request, BodyHandlers.ofByteArray()).body());
      return shape.path("source").asString("");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
