package lotwatch.lab.up;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lotwatch.lab.faults.Networks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Three nodes on three hosts, which are network namespaces, and clients on a fourth: what works on
 * one loopback may not work between machines.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ThreeHostsTest {
  private static final int OUTSIDE = 4;
  private static final List<Integer> HOSTS = List.of(1, 2, 3);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;

  private Networks networks;
  private Outsider outsider;
  private final Map<Integer, Running> nodes = new TreeMap<>();

  @BeforeEach
  void start() throws Exception {
    try {
      networks = Networks.make(OUTSIDE, 1);
    } catch (IOException e) {
      abort("skipped: no network namespaces here: " + e.getMessage());
    }
    Files.writeString(
        folder.resolve("sent.json"),
        """
        {"format":"lotwatch-spots/1","frameSize":[100,100],
         "spots":[{"id":"s1","polygon":[[40,40],[60,40],[60,60],[40,60]]}]}
        """);
    Files.writeString(
        folder.resolve("lotwatch.yml"),
        """
        http: {host: 0.0.0.0}
        tcp: {host: 0.0.0.0}
        lots: [{id: deck, capacity: 100, occupied: 0}]
        """);
    outsider = new Outsider(OUTSIDE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starting = new TreeMap<Integer, Future<Running>>();
      HOSTS.forEach(host -> starting.put(host, threads.submit(() -> node(host))));
      for (var each : starting.entrySet()) {
        nodes.put(each.getKey(), each.getValue().get());
      }
    }
  }

  private Running node(int host) throws IOException {
    var peers =
        IntStream.rangeClosed(1, 3)
            .mapToObj(i -> "n%d=%s:7070".formatted(i, Networks.address(i)))
            .collect(Collectors.joining(","));
    return Running.hosted(
        host,
        List.of(
            "node",
            "--id",
            "n" + host,
            "--peers",
            peers,
            "--data",
            folder.resolve("n" + host).toString(),
            "--config",
            folder.resolve("lotwatch.yml").toString(),
            "--sim",
            "--camera",
            "sent=grpc:7",
            "--spots",
            folder.resolve("sent.json").toString()));
  }

  @AfterEach
  void stop() {
    nodes.values().forEach(Running::close);
    if (outsider != null) {
      outsider.close();
    }
    if (networks != null) {
      networks.close();
    }
  }

  private static String url(int host, String path) {
    return "http://%s:8080%s".formatted(Networks.address(host), path);
  }

  private JsonNode get(String url) throws IOException {
    var body = folder.resolve("body");
    assertThat(outsider.get(url, body)).isEqualTo("200");
    return JSON.readTree(Files.readAllBytes(body));
  }

  private JsonNode await(String url, Predicate<JsonNode> pleases) throws Exception {
    long deadline = System.nanoTime() + Running.PATIENCE.toNanos();
    var answer = get(url);
    while (!pleases.test(answer)) {
      assertThat(System.nanoTime()).as("%s still answers %s", url, answer).isLessThan(deadline);
      requireNonNull(nodes.get(1)).awaitEnd(100, TimeUnit.MILLISECONDS);
      answer = get(url);
    }
    return answer;
  }

  /** One test, since three nodes take a while to start. */
  @Test
  void everyFeatureWorksAtEveryHost() throws Exception {
    var cluster = await(url(1, "/api/nodes"), ThreeHostsTest::isSettled);
    pagesAreUsableFromOutside(cluster);
    reservationsAreTakenEverywhere();
    framesOfAllCamerasAreShownEverywhere(cluster);
    framesForACameraAreTakenEverywhere();
  }

  private static boolean isSettled(JsonNode cluster) {
    return cluster.path("nodes").size() == 3
        && cluster.path("nodes").valueStream().allMatch(node -> node.path("cameras").size() > 0)
        && cluster
            .path("nodes")
            .valueStream()
            .anyMatch(node ->
                node.path("cameras").valueStream().anyMatch(id -> id.asString().equals("sent")));
  }

  private void pagesAreUsableFromOutside(JsonNode cluster) throws IOException {
    for (var node : cluster.path("nodes")) {
      var page = node.path("page").asString();
      assertThat(page).startsWith("http://10.77.0.");
      assertThat(outsider.get(page, folder.resolve("page"))).isEqualTo("200");
      assertThat(get(page + "api/nodes").path("self").asString())
          .isEqualTo(node.path("id").asString());
    }
  }

  private void reservationsAreTakenEverywhere() throws Exception {
    for (int host : HOSTS) {
      var at = Networks.address(host);
      assertThat(outsider.reserveByText(at, "deck", "T" + host)).isEqualTo("OK");
      assertThat(outsider.reserveByRpc(at, "deck", "R" + host)).isEqualTo("true");
      assertThat(outsider.reserveByText(at, "deck", "T1")).isEqualTo("EXISTS");
    }
    for (int host : HOSTS) {
      await(url(host, "/api/lots/deck"), lot -> lot.path("free").asInt() == 94);
    }
  }

  private void framesOfAllCamerasAreShownEverywhere(JsonNode cluster) throws Exception {
    for (var node : cluster.path("nodes")) {
      for (var camera : node.path("cameras")) {
        var id = camera.asString();
        if (!id.equals("sent")) {
          for (int host : HOSTS) {
            awaitFrame(host, id);
          }
        }
      }
    }
  }

  private void awaitFrame(int host, String camera) throws Exception {
    var frame = folder.resolve("frame.jpg");
    var url = url(host, "/api/cameras/%s/frame.jpg".formatted(camera));
    long deadline = System.nanoTime() + Running.PATIENCE.toNanos();
    while (!outsider.get(url, frame).equals("200")) {
      assertThat(System.nanoTime()).as("%s shows nothing", url).isLessThan(deadline);
      requireNonNull(nodes.get(1)).awaitEnd(100, TimeUnit.MILLISECONDS);
    }
    assertThat(Files.readAllBytes(frame)).startsWith(0xFF, 0xD8);
  }

  /** Cameras may move on a busy machine, so which node has this one is not asked before. */
  private void framesForACameraAreTakenEverywhere() throws Exception {
    var frame = folder.resolve("frame.jpg");
    for (int host : HOSTS) {
      assertThat(outsider.stream(Networks.address(host), 7, frame))
          .isIn("Frame processed successfully", "Frame received, forwarded to leader");
      assertThat(outsider.post(url(host, "/api/cameras/sent/frame"), frame)).isEqualTo("204");
    }
    for (int host : HOSTS) {
      awaitFrame(host, "sent");
    }
  }
}
