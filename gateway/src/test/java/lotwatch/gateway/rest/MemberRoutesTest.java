package lotwatch.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.ServedRoutes;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.RefusedChangeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemberRoutesTest {
  private final List<String> changed = new ArrayList<>();
  private final MemoryLedger memory = new MemoryLedger(Clock.systemUTC());
  private final ServedRoutes server =
      new ServedRoutes(new MemberRoutes(memory.gate(), new Cluster(changed))::mount);
  private final HttpClient client = HttpClient.newHttpClient();

  /** Refuses 999.1.1.1, has no leader for "late", and keeps its only voter. */
  private record Cluster(List<String> changed) implements MemberRoutes.Members {
    @Override
    public void change(String host, int port, boolean member)
        throws UnavailableException, RefusedChangeException {
      if (host.equals("999.1.1.1")) {
        throw new RefusedChangeException("999.1.1.1 is no host");
      }
      if (host.equals("late")) {
        throw new UnavailableException("there is no leader now", false);
      }
      if (!member) {
        throw new RefusedChangeException("it is the only voter");
      }
      changed.add(host + " " + port);
    }

    @Override
    public void replace(String name, String host, int port) {
      changed.add(name + " " + host + " " + port);
    }
  }

  @AfterEach
  void shut() {
    server.close();
    client.close();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    var request =
        HttpRequest.newBuilder(server.at(path)).method(method, BodyPublishers.noBody()).build();
    return client.send(request, BodyHandlers.ofString(UTF_8));
  }

  @Test
  void changesAreDone() throws Exception {
    assertThat(send("PUT", "/api/nodes/10.0.0.4:7070").statusCode()).isEqualTo(204);
    assertThat(send("PUT", "/api/nodes/n3/replacement/10.0.0.5:7070").statusCode()).isEqualTo(204);

    assertThat(changed).containsExactly("10.0.0.4 7070", "n3 10.0.0.5 7070");
  }

  @Test
  void refusalIsAnAnswerAndSaysWhy() throws Exception {
    var address = send("PUT", "/api/nodes/999.1.1.1:1");
    var last = send("DELETE", "/api/nodes/127.0.0.1:7070");
    var late = send("PUT", "/api/nodes/late:7070");

    assertThat(address.statusCode()).isEqualTo(409);
    assertThat(address.body()).contains("REFUSED", "999.1.1.1 is no host");
    assertThat(last.statusCode()).isEqualTo(409);
    assertThat(last.body()).contains("only voter").doesNotContain("at lotwatch");
    assertThat(late.statusCode()).isEqualTo(503);
    assertThat(late.body()).contains("no leader");
  }

  @Test
  void whatIsNoAddressOrNoIdIsRefused() throws Exception {
    for (var path : List.of("x", "x:0", "x:70000", "n3/replacement/x", "n%203/replacement/x:1")) {
      assertThat(send("PUT", "/api/nodes/" + path).statusCode()).as(path).isEqualTo(400);
    }
    assertThat(changed).isEmpty();
  }
}
