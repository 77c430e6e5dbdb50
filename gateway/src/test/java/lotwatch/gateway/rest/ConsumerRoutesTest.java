package lotwatch.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.ServedRoutes;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.ledger.Command.RaiseVersion;
import lotwatch.ledger.LotCommand.Reserve;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Plate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsumerRoutesTest {
  private static final int KEPT_MAX = 50;

  private final MemoryLedger memory = new MemoryLedger(Clock.systemUTC(), KEPT_MAX);
  private final EventRoutes events = new EventRoutes(memory);
  private final ServedRoutes server =
      new ServedRoutes(
          HttpSettings.Limits.DEFAULT,
          List.of(new ConsumerRoutes(memory.gate(), memory)::mount, events::mount));
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void open() {
    memory.submit(new RaiseVersion(2, "3fa9"), null);
    memory.openCounted("north", 100);
  }

  @AfterEach
  void shut() {
    events.close();
    server.close();
    client.close();
  }

  private int send(String method, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(server.at(path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  private List<String> lines(String query, int count) throws Exception {
    var request = HttpRequest.newBuilder(server.at("/api/events?" + query)).build();
    var answer = client.send(request, BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    var lines = new ArrayList<String>();
    try (var in = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
      while (lines.size() < count) {
        var line = in.readLine();
        if (!line.isEmpty()) {
          lines.add(line);
        }
      }
    }
    return lines;
  }

  @Test
  void consumerReadsFromItsPositionOn() throws Exception {
    assertThat(send("PUT", "/api/consumers/bills", "")).isEqualTo(204);
    long position = memory.view().sequence();
    memory.count("north");
    memory.count("north");

    assertThat(lines("consumer=bills", 2))
        .first()
        .asString()
        .startsWith("{\"history\":\"3fa9\",\"sequence\":" + (position + 1) + ",");
    assertThat(lines("consumer=bills&since=3fa9-" + (position + 1), 1))
        .singleElement()
        .asString()
        .contains("\"sequence\":" + (position + 2) + ",");
  }

  @Test
  void acknowledgedPositionIsListed() throws Exception {
    send("PUT", "/api/consumers/bills?after=0", "");
    assertThat(send("POST", "/api/consumers/bills/position", "{\"sequence\":1}")).isEqualTo(204);

    var bills = server.json("/api/consumers").get("items").get(0);
    assertThat(bills.get("name").stringValue()).isEqualTo("bills");
    assertThat(bills.get("sequence").longValue()).isEqualTo(1);
    assertThat(bills.get("behind").longValue()).isEqualTo(memory.view().sequence() - 1);
  }

  @Test
  void forgottenConsumerIsUnknown() throws Exception {
    send("PUT", "/api/consumers/bills", "");

    assertThat(send("DELETE", "/api/consumers/bills", "")).isEqualTo(204);
    assertThat(send("DELETE", "/api/consumers/bills", "")).isEqualTo(404);
    assertThat(server.ask("/api/events?consumer=bills").statusCode()).isEqualTo(404);
    assertThat(send("POST", "/api/consumers/bills/position", "{\"sequence\":1}")).isEqualTo(404);
  }

  @Test
  void lostEventsAreNamed() throws Exception {
    send("PUT", "/api/consumers/bills?after=0", "");
    for (int i = 0; i < KEPT_MAX; i++) {
      memory.count("north");
    }

    var answer = server.ask("/api/events?consumer=bills");
    assertThat(answer.statusCode()).isEqualTo(410);
    assertThat(new String(answer.body(), UTF_8)).contains("\"GAP\"", "asked after 0");
  }

  @Test
  void tokenOfAnotherHistoryIsRefused() throws Exception {
    send("PUT", "/api/consumers/bills?after=0", "");

    for (var since : List.of("77-1", "1")) {
      assertThat(server.ask("/api/events?consumer=bills&since=" + since).statusCode())
          .as(since)
          .isEqualTo(409);
    }
  }

  @Test
  void wrongRequestsAreRefused() throws Exception {
    assertThat(send("PUT", "/api/consumers/bills?after=soon", "")).isEqualTo(400);
    assertThat(send("PUT", "/api/consumers/bills?after=99", "")).isEqualTo(409);
    assertThat(send("PUT", "/api/consumers/a%20b", "")).isEqualTo(400);
    assertThat(server.ask("/api/events").statusCode()).isEqualTo(400);
  }

  @Test
  void platesLeaveMasked() throws Exception {
    send("PUT", "/api/consumers/bills", "");
    memory.submit(new Reserve(new LotId("north"), new Plate("M-AB 1234")), null);

    assertThat(lines("consumer=bills", 1))
        .singleElement()
        .asString()
        .contains("\"plate\":\"*******34\"")
        .doesNotContain("M-AB");
  }
}
