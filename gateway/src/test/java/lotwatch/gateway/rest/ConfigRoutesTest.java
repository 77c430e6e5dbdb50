package lotwatch.gateway.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.ServedRoutes;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.Decision;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.ledger.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The configuration for somebody who may read it and no more. */
final class ConfigRoutesTest {
  private static final ConfigRoutes.Documents DOCUMENTS =
      new ConfigRoutes.Documents() {
        @Override
        public Object shape(Configuration content) {
          return List.of();
        }

        @Override
        public Configuration read(String text, Configuration inForce) {
          return Configuration.EMPTY;
        }

        @Override
        public List<String> difference(Configuration from, Configuration to) {
          return List.of("- lot deck");
        }

        @Override
        public List<String> ownDifference() {
          return List.of();
        }
      };

  private final List<String> recorded = new CopyOnWriteArrayList<>();
  private final MemoryLedger memory = new MemoryLedger(Clock.systemUTC());
  private final Gate gate =
      new Gate(
          memory,
          request ->
              request.action() == Action.READ
                  ? new Decision.Allowed()
                  : new Decision.Denied("read only"),
          (request, outcome) -> recorded.add(request.action() + " " + outcome));
  private final ServedRoutes served =
      new ServedRoutes(
          HttpSettings.DEFAULT.on(0).pageless(),
          gate,
          List.of(new ConfigRoutes(gate, memory, DOCUMENTS)::mount));

  @AfterEach
  void stop() {
    served.close();
  }

  private HttpResponse<String> put(String query) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(served.at("/api/config" + query))
              .header("Content-Type", "application/yaml")
              .header("If-Match", "0")
              .PUT(BodyPublishers.ofString("lots: []"))
              .build();
      return client.send(request, BodyHandlers.ofString());
    }
  }

  @Test
  void whoMayReadMaySeeWhatWouldChange() throws Exception {
    var answer = put("?dry-run=true");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("- lot deck");
    assertThat(recorded).isEmpty();
  }

  /** One whose body does not arrive keeps the next waiting for a while, and its memory free. */
  @Test
  void oneConfigurationIsReadAtATime() throws Exception {
    try (var slow = new Socket(InetAddress.getLoopbackAddress(), served.http().port())) {
      slow.getOutputStream()
          .write(
              """
              PUT /api/config?dry-run=true HTTP/1.1\r
              Host: localhost\r
              Content-Type: application/yaml\r
              If-Match: 0\r
              Content-Length: 100\r
              \r
              lots\
              """
                  .getBytes(US_ASCII));
      HttpResponse<String> answer;
      do { // the slow one may not have its turn yet
        answer = put("?dry-run=true");
      } while (answer.statusCode() == 200);

      assertThat(answer.statusCode()).isEqualTo(503);
    }
    HttpResponse<String> answer;
    do { // its end may not have been seen yet
      answer = put("?dry-run=true");
    } while (answer.statusCode() == 503);
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void whoMayOnlyReadMayNotChange() throws Exception {
    assertThat(put("").statusCode()).isEqualTo(403);
    assertThat(put("?dry-run=false").statusCode()).isEqualTo(403);
    assertThat(recorded).containsOnly("CHANGE_CONFIGURATION DENIED");
  }
}
