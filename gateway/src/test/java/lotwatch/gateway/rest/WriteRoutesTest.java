package lotwatch.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import lotwatch.gateway.LedgerInbox;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriteRoutesTest {
  private static final String NORTH = "/api/lots/north/reservations";

  private final LedgerInbox ledger = new LedgerInbox();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Javalin server =
      Javalin.create(
              config -> {
                config.startup.showJavalinBanner = false;
                config.routes.exception(
                    ProblemException.class,
                    (e, ctx) -> ctx.status(e.problem().status()).result(Json.bytes(e.problem())));
                config.routes.exception(UnavailableException.class, (_, ctx) -> ctx.status(503));
                new WriteRoutes(ledger.gate()).mount(config);
              })
          .start("127.0.0.1", 0);

  @BeforeEach
  void open() throws Exception {
    ledger.open("north", 2);
  }

  @AfterEach
  void shut() {
    server.stop();
    client.close();
  }

  @Test
  void reservationSaysHowLongItHolds() throws Exception {
    var answer = post(NORTH, "{\"plate\":\"M-AB 1\"}");

    assertThat(answer.statusCode()).isEqualTo(201);
    var held = Json.read(answer.body(), WriteRoutes.Reservation.class);
    assertThat(held.lot()).isEqualTo("north");
    assertThat(held.status()).isEqualTo("OK");
    assertThat(held.until()).isAfter(Instant.now());
    assertThat(ledger.lot("north").tally().reserved()).isEqualTo(1);
  }

  @Test
  void samePlateTwiceExists() throws Exception {
    post(NORTH, "{\"plate\":\"M-AB 1\"}");

    assertProblem(post(NORTH, "{\"plate\":\"M-AB 1\"}"), 409, "EXISTS");
  }

  @Test
  void fullLotRefuses() throws Exception {
    post(NORTH, "{\"plate\":\"M-AB 1\"}");
    post(NORTH, "{\"plate\":\"M-AB 2\"}");

    assertProblem(post(NORTH, "{\"plate\":\"M-AB 3\"}"), 409, "FULL");
  }

  @Test
  void unknownLotIsNotFound() throws Exception {
    assertProblem(post("/api/lots/nowhere/reservations", "{\"plate\":\"M\"}"), 404, "UNKNOWN_LOT");
  }

  @Test
  void cancelGivesThePlaceBackOnce() throws Exception {
    post(NORTH, "{\"plate\":\"M-AB 1\"}");

    assertThat(delete(NORTH + "/M-AB%201").statusCode()).isEqualTo(204);
    assertThat(ledger.lot("north").tally().reserved()).isZero();
    assertProblem(delete(NORTH + "/M-AB%201"), 404, "NOT_FOUND");
  }

  @Test
  void sameKeyGivesTheSameAnswerAndNoSecondEffect() throws Exception {
    var first = post(NORTH, "{\"plate\":\"M-AB 1\"}", "Idempotency-Key", "k1");
    var again = post(NORTH, "{ \"plate\" : \"M-AB 1\" }", "Idempotency-Key", "k1");

    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(ledger.lot("north").tally().reserved()).isEqualTo(1);
  }

  @Test
  void sameKeyForAnotherRequestIsRefused() throws Exception {
    post(NORTH, "{\"plate\":\"M-AB 1\"}", "Idempotency-Key", "k1");
    var other = post(NORTH, "{\"plate\":\"M-AB 2\"}", "Idempotency-Key", "k1");

    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(ledger.lot("north").tally().reserved()).isEqualTo(1);
  }

  @Test
  void repeatedCountIsCountedOnce() throws Exception {
    for (int i = 0; i < 3; i++) {
      var answer = post("/api/lots/north/counts", "{\"delta\":1}", "Idempotency-Key", "gate-7");
      assertThat(answer.statusCode()).isEqualTo(204);
    }

    assertThat(ledger.lot("north").tally().occupied()).isEqualTo(1);
  }

  @Test
  void countIsSetOutright() throws Exception {
    post("/api/lots/north/counts", "{\"occupied\":2}");

    assertThat(ledger.lot("north").tally().occupied()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reservations|{}|400|plate",
        "reservations|{\"plate\":7}|400|plate",
        "reservations|{\"plate\":\"\"}|400|plate",
        "reservations|{\"plate\":\"M\",\"lot\":\"x\"}|400|lot",
        "reservations|{\"plate\":\"M\",\"plate\":\"N\"}|400|body",
        "reservations|[1]|400|body",
        "reservations|{\"plate\"|400|body",
        "counts|{\"delta\":1.5}|400|delta",
        "counts|{\"delta\":\"1\"}|400|delta",
        "counts|{\"delta\":99999999999999999999}|400|delta",
        "counts|{\"delta\":1,\"occupied\":1}|400|delta",
        "counts|{}|400|delta",
      })
  void wrongFieldIsNamed(String resource, String body, int status, String field) throws Exception {
    var answer = post("/api/lots/north/" + resource, body);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(Json.read(answer.body(), Problem.class).field()).isEqualTo(field);
  }

  @Test
  void plateOverTheLimitIsRefusedWithoutRepeatingIt() throws Exception {
    String plate = "SECRET".repeat(10);
    var problem = Json.read(post(NORTH, "{\"plate\":\"" + plate + "\"}").body(), Problem.class);

    assertThat(problem.detail()).contains("32").doesNotContain("SECRET");
  }

  @Test
  void depthOverTheLimitIsRefused() throws Exception {
    var answer = post(NORTH, "{\"plate\":" + "[".repeat(200) + "]".repeat(200) + "}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Json.read(answer.body(), Problem.class).detail()).contains("16");
  }

  @Test
  void bodyOverTheLimitIsRefused() throws Exception {
    var answer = post(NORTH, "{\"plate\":\"" + "x".repeat(Body.BYTES_MAX) + "\"}");

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(Json.read(answer.body(), Problem.class).detail()).contains("" + Body.BYTES_MAX);
  }

  @Test
  void formOfAnotherSiteIsRefused() throws Exception {
    var request =
        HttpRequest.newBuilder(at(NORTH))
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString("{\"plate\":\"M\"}"))
            .build();

    assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(415);
  }

  @Test
  void keyOverTheLimitIsRefused() throws Exception {
    var answer =
        post(
            NORTH,
            "{\"plate\":\"M\"}",
            "Idempotency-Key",
            "k".repeat(IdempotencyKeys.KEY_LENGTH_MAX + 1));

    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void ledgerOutOfReachIsUnavailable() throws Exception {
    ledger.away(true);

    assertThat(post(NORTH, "{\"plate\":\"M\"}").statusCode()).isEqualTo(503);
  }

  private static void assertProblem(HttpResponse<byte[]> answer, int status, String reason)
      throws ProblemException {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(Json.read(answer.body(), Problem.class).reason()).isEqualTo(reason);
  }

  private HttpResponse<byte[]> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(at(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> delete(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(at(path)).DELETE().build(), BodyHandlers.ofByteArray());
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }
}
