package lotwatch.checks.up;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Three nodes as three processes, with the simulated campus, and what one's death does. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ClusterUpTest {
  private static final List<String> NAMES = List.of("n1", "n2", "n3");

  @TempDir Path folder;

  private final Map<String, Running> nodes = new TreeMap<>();
  private String peers = "";

  @BeforeEach
  void start() throws Exception {
    var all = new ArrayList<String>();
    for (var name : NAMES) {
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        all.add("%s=127.0.0.1:%d".formatted(name, socket.getLocalPort()));
      }
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
    return Running.node(name, peers, 0, folder.resolve(name));
  }

  @AfterEach
  void stop() {
    nodes.values().forEach(Running::close);
  }

  private Running get(String name) {
    return requireNonNull(nodes.get(name));
  }

  @Test
  void leadersDeathLosesNothingAndItsCamerasMove() throws Exception {
    var cluster =
        get("n1").await("/api/nodes", state -> state.path("nodes").size() == 3 && allHeld(state));
    var leader = cluster.path("leader").asString("");
    var others = NAMES.stream().filter(name -> !name.equals(leader)).toList();
    get(others.getFirst()).await("/api/lots/north", lot -> lot.path("free").asInt() >= 3);
    for (var name : NAMES) {
      assertThat(get(name).get("/api/nodes").path("members").valueStream().map(JsonNode::asString))
          .hasSize(3)
          .allMatch(peers::contains);
      var picture =
          get(name)
              .send(
                  HttpRequest.newBuilder(get(name).uri().resolve("/api/cameras/north/frame.jpg")));
      assertThat(picture.statusCode()).isEqualTo(200);
    }
    assertThat(get("n1").reserve("north", "CL1", "one")).isEqualTo(201);
    assertThat(get("n2").reserve("north", "CL1", "one")).isEqualTo(201);
    assertThat(get("n3").reserve("north", "CL1", "other")).isEqualTo(409);
    for (var name : NAMES) {
      assertThat(get(name).lines("text", "RESERVE north CL1\nRESERVE north T1\nCANCEL north T1\n"))
          .isEqualTo("EXISTS\nOK\nOK\n");
    }

    get(leader).kill();

    long killed = System.nanoTime();
    assertThat(get(others.getFirst()).reserve("north", "CL2", "two")).isEqualTo(201);
    System.out.printf(
        "the next write was acknowledged %d ms after the leader was killed%n",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
    assertThat(get(others.getLast()).reserve("north", "CL1", "again1")).isEqualTo(409);
    assertThat(get(others.getLast()).reserve("north", "CL2", "again2")).isEqualTo(409);
    var moved =
        get(others.getFirst())
            .await("/api/nodes", state -> state.path("nodes").size() == 2 && allHeld(state));
    System.out.printf(
        "its cameras had moved after %d ms%n",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
    assertThat(holders(moved)).isSubsetOf(Set.copyOf(others));
    get(others.getLast())
        .await(
            "/api/cameras",
            cameras -> cameras.path("items").valueStream().allMatch(ClusterUpTest::isSeen));

    nodes.put(leader, node(leader));
    get(leader).await("/api/nodes", state -> state.path("nodes").size() == 3 && allHeld(state));
    assertThat(get(leader).reserve("north", "CL2", "back")).isEqualTo(409);
  }

  private static boolean isSeen(JsonNode camera) {
    return camera.path("view").asString("").equals("clear");
  }

  private static boolean allHeld(JsonNode cluster) {
    return holders(cluster).size() == 2;
  }

  /** The nodes that hold a camera; the simulated campus has two. */
  private static Set<String> holders(JsonNode cluster) {
    var holders = new HashSet<String>();
    for (var node : cluster.path("nodes")) {
      if (!node.path("cameras").isEmpty()) {
        holders.add(node.path("id").asString(""));
      }
    }
    return holders;
  }
}
