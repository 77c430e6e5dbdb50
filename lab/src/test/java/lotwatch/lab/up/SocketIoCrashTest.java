package lotwatch.lab.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import lotwatch.lab.page.SocketIoClient;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * npm's socket.io-client goes to another node when its own is killed. Its protocol cannot resume:
 * what is so comes as initial data, and what ended meanwhile is in the other node's REST.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class SocketIoCrashTest {
  /** No session times out, however slow the machine is. */
  private static final String SESSIONS =
      """
      sessions:
        places: system-c
        plates: clear
        timeout: 86400
        tariffs: [{currency: VND, block: 600, price: 10000}]
      """;

  private static final int CARS = 8;

  @TempDir Path folder;

  private final long now = Instant.now().getEpochSecond();

  /** What the client knows of each plate: the last row of the stream, or of the REST. */
  private final Map<String, String> known = new TreeMap<>();

  private ThreeNodes nodes;
  private String killed = "";
  private String other = "";
  private Cameras cameras;

  @BeforeEach
  void start() throws Exception {
    nodes = ThreeNodes.start(folder, 10_000, SESSIONS);
    killed = nodes.leader();
    other = ThreeNodes.other(killed);
    cameras = new Cameras(() -> nodes.get(other));
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  private static String plate(int car) {
    return "29A-1234%d".formatted(car);
  }

  /** Returns when the cluster has it and the other node knows of it. */
  private void see(int car, Status status, long second) throws Exception {
    var key = new SessionKey(plate(car), "A%d".formatted(car + 1));
    cameras.send(List.of(new Sighting(status + plate(car), key, status, second)));
  }

  private static String row(JsonNode row) {
    return "%s %s %d-%d %d"
        .formatted(
            row.path("status").asString(""),
            row.path("location").asString(""),
            row.path("start_time").asLong(),
            row.path("end_time").asLong(),
            row.path("cost").asLong());
  }

  private String closed(int car, long last) {
    return "CLOSED A%d %d-%d 10000".formatted(car + 1, now - 600, last);
  }

  private void learn(JsonNode row) {
    known.put(row.path("license_plate").asString(""), row(row));
  }

  private void learnUpdate(SocketIoClient client) throws Exception {
    learn(value(client.next("[\"parking_update\"")));
  }

  private static JsonNode value(String line) {
    return Running.JSON.readTree(line).path(1).path(0);
  }

  private static List<String> plates(JsonNode rows) {
    var plates = new ArrayList<String>();
    rows.forEach(row -> plates.add(row.path("license_plate").asString("")));
    return plates;
  }

  private URI namespace(String node) {
    return nodes.get(node).uri().resolve("/parking");
  }

  @Test
  void clientOfANodeThatIsKilledMissesNoFinalStateAtAnother() throws Exception {
    try (var client =
        new SocketIoClient("polling,websocket", namespace(killed), namespace(other))) {
      client.next("[\"initial_data\"");
      for (int car = 0; car < CARS - 1; car++) {
        see(car, Status.ENTERING, now - 600);
        learnUpdate(client);
      }
      see(0, Status.EXITING, now - 500);
      learnUpdate(client);
      assertThat(known).containsEntry(plate(0), closed(0, now - 500));

      client.pause(true); // all that follows happens while it is away
      nodes.kill(killed);
      for (int car = 1; car < 4; car++) {
        see(car, Status.EXITING, now - 400 + car);
      }
      see(CARS - 1, Status.ENTERING, now - 300);
      nodes
          .get(other)
          .await(
              "/api/status",
              status ->
                  status.path("closed_sessions_total").asInt() == 4
                      && status.path("active_sessions").asInt() == CARS - 4);
      client.pause(false);

      client.next("[\"disconnect\"");
      client.next("[\"connect\"");
      var initial = value(client.next("[\"initial_data\""));
      assertThat(plates(initial.path("active_sessions")))
          .containsExactlyInAnyOrder(plate(4), plate(5), plate(6), plate(7));
      assertThat(initial.path("statistics").path("closed_sessions_total").asInt()).isEqualTo(4);
      var ended = nodes.get(other).get("/api/sessions/closed?limit=1000").path("closed_sessions");
      ended.forEach(this::learn);

      see(4, Status.EXITING, now - 200);
      learnUpdate(client);
      assertThat(plates(Running.JSON.createArrayNode().add(value(client.next("[\"exit_notif")))))
          .containsExactly(plate(4));

      for (int car = 0; car < 5; car++) {
        long last = car == 0 ? now - 500 : car == 4 ? now - 200 : now - 400 + car;
        assertThat(known).containsEntry(plate(car), closed(car, last));
      }
      nodes.startDead();
      var again = nodes.get(killed).await("/api/status", this::isAllThere);
      assertThat(again.path("active_sessions").asInt()).isEqualTo(CARS - 5);
    }
  }

  /** The node that was killed has all of it, too. */
  private boolean isAllThere(JsonNode status) {
    return status.path("closed_sessions_total").asInt() == 5;
  }
}
