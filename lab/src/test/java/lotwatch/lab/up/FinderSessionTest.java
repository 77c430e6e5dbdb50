package lotwatch.lab.up;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import lotwatch.lab.faults.FreePorts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A session of the campus smart parking finder's clients, with its own configuration file. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class FinderSessionTest {
  private static final List<String> NAMES = List.of("n1", "n2", "n3");
  private static final int ROUNDS = 40;

  @TempDir Path folder;

  private final Map<String, Running> nodes = new TreeMap<>();
  private final long seed = Long.getLong("seed", System.nanoTime());
  private String[] config = {};
  private String peers = "";

  @BeforeEach
  void configure() throws IOException {
    System.out.println("seed " + seed);
    var file = Files.writeString(folder.resolve("config.json"), FinderSession.config());
    config = new String[] {"--config", file.toString()};
  }

  @AfterEach
  void stop() {
    nodes.values().forEach(Running::close);
  }

  @Test
  void oneNodeAnswersRightAndHasAllAfterItWasKilled() throws Exception {
    var node = Running.up(folder.resolve("data"), config);
    nodes.put("alone", node);
    try (var session = new FinderSession(node, seed)) {
      session.awaitRounds(ROUNDS);
      session.finish();
      session.awaitSubscribers();
      session.check(node);

      node.kill();

      var again = Running.up(folder.resolve("data"), config);
      nodes.put("alone", again);
      session.check(again);
    }
  }

  @Test
  void killedLeaderIsAPauseForClientsOfAnotherNode() throws Exception {
    startCluster();
    var leader =
        get("n1")
            .await("/api/nodes", state -> state.path("nodes").size() == 3 && state.has("leader"))
            .path("leader")
            .asString("");
    var others = NAMES.stream().filter(name -> !name.equals(leader)).toList();
    var node = get(others.getFirst());
    try (var session = new FinderSession(node, seed)) {
      session.awaitRounds(ROUNDS);

      get(leader).kill();

      session.awaitRounds(ROUNDS);
      session.finish();
      session.awaitSubscribers();
      assertThat(node.metric("lotwatch_sensor_uncertain_total")).isZero();
      nodes.put(leader, node(leader));
      for (var name : NAMES) {
        session.check(get(name));
      }
    }
  }

  private void startCluster() throws Exception {
    var all = new ArrayList<String>();
    for (var name : NAMES) {
      all.add("%s=127.0.0.1:%d".formatted(name, FreePorts.free()));
    }
    peers = String.join(",", all);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starting = new TreeMap<String, Future<Running>>();
      NAMES.forEach(name -> starting.put(name, threads.submit(() -> node(name))));
      for (var each : starting.entrySet()) {
        nodes.put(each.getKey(), each.getValue().get());
      }
    }
  }

  private Running node(String name) throws IOException {
    return Running.node(name, peers, 0, folder.resolve(name), config);
  }

  private Running get(String name) {
    return requireNonNull(nodes.get(name));
  }
}
