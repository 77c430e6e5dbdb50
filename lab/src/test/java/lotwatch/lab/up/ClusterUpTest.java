package lotwatch.lab.up;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
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
import lotwatch.client.Address;
import lotwatch.lab.faults.FreePorts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Three nodes as three processes, with the simulated campus and a camera whose images are sent, and
 * what the death or the silence of one does.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ClusterUpTest {
  private static final int DECK = 9_000;
  private static final List<String> NAMES = List.of("n1", "n2", "n3");

  @TempDir Path folder;

  private static final String FORWARDED = "Frame received, forwarded to leader";

  private final Map<String, Running> nodes = new TreeMap<>();
  private String peers = "";

  @BeforeEach
  void start() throws Exception {
    Files.writeString(
        folder.resolve("sent.json"),
        """
        {"format":"lotwatch-spots/1","frameSize":[100,100],
         "spots":[{"id":"s1","polygon":[[40,40],[60,40],[60,60],[40,60]]}]}
        """);
    Files.writeString(
        folder.resolve("lotwatch.yml"),
        """
        ledger: {hold: 3600}
        lots: [{id: deck, capacity: %d, occupied: 0}]
        """
            .formatted(DECK));
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
    return Running.node(
        name,
        peers,
        0,
        folder.resolve(name),
        "--config",
        folder.resolve("lotwatch.yml").toString(),
        "--sim",
        "--camera",
        "sent=grpc:7",
        "--spots",
        folder.resolve("sent.json").toString());
  }

  @AfterEach
  void stop() {
    nodes.values().forEach(Running::close);
  }

  private Running get(String name) {
    return requireNonNull(nodes.get(name));
  }

  @Test
  void nodeThatIsMissingIsNamedWhereverSomebodyLooks() throws Exception {
    get("n1").await("/api/nodes", state -> state.path("nodes").size() == 3);
    assertThat(get("n1").get("/api/nodes").path("missing")).isEmpty();

    get("n2").kill();

    var cluster =
        get("n1")
            .await(
                "/api/nodes",
                state ->
                    state.path("missing").size() == 1
                        && state.path("missing").get(0).path("id").asString("").equals("n2"));
    assertThat(cluster.path("missing").get(0).has("heardAt")).isTrue();
    var ready = get("n1").get("/readyz?verbose");
    assertThat(ready.path("status").asString("")).isEqualTo("degraded");
    assertThat(ready.path("reasons").toString()).contains("node n2 (", "workers with it");
    assertThat(ready.path("details").toString()).contains("node/n2 is missing", "worker/n2-1");
    var health = said("health", "--server", "127.0.0.1:" + get("n1").grpcPort());
    assertThat(health.exit()).isEqualTo(1);
    assertThat(health.out())
        .containsPattern("node/n2 +MISSING +NO")
        .containsPattern("worker/n2-1 +MISSING +NO")
        .contains("alive, ");
    assertThat(said("node", "list", "--url", get("n1").uri().toString()).out())
        .containsPattern("n2 +127\\.0\\.0\\.1:\\d+ +missing +last heard at");
  }

  private record Said(int exit, String out) {}

  private static Said said(String... words) throws Exception {
    var process =
        new ProcessBuilder(Program.words(List.of(words))).redirectErrorStream(true).start();
    var out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Said(process.waitFor(), out);
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
      assertThat(jpeg(name, "north").statusCode()).isEqualTo(200);
    }
    assertThat(get("n1").reserve("north", "CL1", "one")).isEqualTo(201);
    assertThat(get("n2").reserve("north", "CL1", "one")).isEqualTo(201);
    assertThat(get("n3").reserve("north", "CL1", "other")).isEqualTo(409);
    for (var name : NAMES) {
      assertThat(get(name).lines("text", "RESERVE north CL1\nRESERVE north T1\nCANCEL north T1\n"))
          .isEqualTo("EXISTS\nOK\nOK\n");
    }

    var bookings = new Bookings("deck", rpcPorts(leader, others));
    bookings.awaitMore(20);

    get(leader).kill();

    long killed = System.nanoTime();
    assertThat(get(others.getFirst()).reserve("north", "CL2", "two")).isEqualTo(201);
    System.out.printf(
        "the next write was acknowledged %d ms after the leader was killed%n",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
    bookings.awaitMore(20);
    bookings.verify(DECK);
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
            cameras ->
                cameras
                    .path("items")
                    .valueStream()
                    .filter(camera -> !camera.path("id").asString("").equals("sent"))
                    .allMatch(ClusterUpTest::isSeen));

    nodes.put(leader, node(leader));
    get(leader).await("/api/nodes", state -> state.path("nodes").size() == 3 && allHeld(state));
    assertThat(get(leader).reserve("north", "CL2", "back")).isEqualTo(409);

    sentFramesFindTheirNode();
  }

  private List<Address> rpcPorts(String first, List<String> others) {
    var all = new ArrayList<>(Address.list(get(first).address("rpc"), Address.RPC_PORT));
    others.forEach(name -> all.addAll(Address.list(get(name).address("rpc"), Address.RPC_PORT)));
    return all;
  }

  /** Of one start of three nodes, since it takes a minute on a slow machine. */
  private void sentFramesFindTheirNode() throws Exception {
    var holder = holderOfSent();
    var others = NAMES.stream().filter(name -> !name.equals(holder)).toList();
    var image = jpeg(others.getFirst(), "north").body();
    try (var camera = new SentStream(get(others.getFirst()).grpcPort())) {
      assertThat(camera.send(0, "test".getBytes(UTF_8))).startsWith("Frame refused");
      assertThat(camera.send(7, image)).isEqualTo(FORWARDED);
      assertThat(jpeg(others.getLast(), "sent").statusCode()).isEqualTo(200);
      get(others.getLast()).await("/api/cameras/sent", ClusterUpTest::isSeen);
      try (var direct = new SentStream(get(holder).grpcPort())) {
        assertThat(direct.send(7, image)).isEqualTo("Frame processed successfully");
      }

      get(holder).pause(true);
      long paused = System.nanoTime();
      assertThat(camera.send(7, image)).isEqualTo("UNAVAILABLE");

      var answer = camera.send(7, image);
      while (answer.equals("UNAVAILABLE")) {
        answer = camera.send(7, image);
      }
      System.out.printf(
          "an image was acknowledged %d ms after its camera's holder stood still%n",
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - paused));
      assertThat(answer).startsWith("Frame ").doesNotContain("refused");
      assertThat(holderOfSent(others.getFirst())).isNotEqualTo(holder);
      get(holder).pause(false);
      assertThat(jpeg(others.getLast(), "sent").statusCode()).isEqualTo(200);
    }
  }

  private String holderOfSent() throws Exception {
    return holderOfSent("n1");
  }

  private String holderOfSent(String asked) throws Exception {
    return get(asked)
        .await("/api/cameras/sent", camera -> camera.has("holder"))
        .path("holder")
        .asString("");
  }

  /** Waits for an image: a camera that has just moved has none yet. */
  private HttpResponse<byte[]> jpeg(String node, String camera) throws Exception {
    var uri = get(node).uri().resolve("/api/cameras/%s/frame.jpg".formatted(camera));
    long deadline = System.nanoTime() + Running.PATIENCE.toNanos();
    while (true) {
      HttpResponse<byte[]> answer = get(node).send(HttpRequest.newBuilder(uri));
      if (answer.statusCode() == 200 || System.nanoTime() > deadline) {
        return answer;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static boolean isSeen(JsonNode camera) {
    return camera.path("view").asString("").equals("clear");
  }

  /** The simulated campus has two cameras, and one is sent its images. */
  private static boolean allHeld(JsonNode cluster) {
    int held = 0;
    for (var node : cluster.path("nodes")) {
      held += node.path("cameras").size();
    }
    return held == 3;
  }

  /** The nodes that hold a camera. */
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
