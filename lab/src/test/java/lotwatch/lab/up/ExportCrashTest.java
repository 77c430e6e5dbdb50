package lotwatch.lab.up;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import lotwatch.lab.faults.LoopDisk;
import lotwatch.lab.faults.Ports;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An export has each event exactly once, whatever dies or fills up meanwhile. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ExportCrashTest {
  private static final List<String> NAMES = List.of("n1", "n2", "n3");
  private static final int ROUNDS = 4;
  private static final int EVENTS_A_ROUND = 300;

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, Running> nodes = new ConcurrentSkipListMap<>();
  private final Map<String, Integer> ports = new TreeMap<>();
  private String peers = "";

  private Path config() throws IOException {
    return Files.writeString(
        folder.resolve("lotwatch.yml"),
        """
        replica: {events-max: 100, snapshot-interval: 60}
        sim: {cameras: false}
        lots: [{id: deck, capacity: 1000, occupied: 0}]
        grpc: {ports: ""}
        text: {port: -1}
        rpc: {port: -1}
        sensor: {port: -1}
        pubsub: {port: -1}
        """);
  }

  private void startNode(String name) throws IOException {
    var node =
        Running.node(
            name,
            peers,
            requireNonNull(ports.get(name)),
            folder.resolve(name),
            "--config",
            folder.resolve("lotwatch.yml").toString());
    nodes.put(name, node);
  }

  private List<URI> servers() {
    return ports.values().stream().map(port -> URI.create("http://127.0.0.1:" + port)).toList();
  }

  /** A car comes or goes; what the server says does not matter. */
  private void count(URI server, int delta) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(server.resolve("/api/lots/deck/counts"))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(10))
            .POST(BodyPublishers.ofString("{\"delta\":%d}".formatted(delta)))
            .build();
    try {
      http.send(request, BodyHandlers.discarding());
    } catch (IOException _) {
      TimeUnit.MILLISECONDS.sleep(20); // it is dead
    }
  }

  private Thread load() {
    return Thread.ofVirtual()
        .start(() -> {
          var servers = servers();
          try {
            for (int n = 0; !Thread.currentThread().isInterrupted(); n++) {
              count(servers.get(n % servers.size()), n % 2 == 0 ? 1 : -1);
            }
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static List<Long> all(long newest) {
    return LongStream.rangeClosed(1, newest).boxed().toList();
  }

  @Test
  void killedExporterAndKilledNodesLoseAndDoubleNothing() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("-Dseed=" + seed);
    var random = new Random(seed);
    config();
    for (var name : NAMES) {
      ports.put(name, Ports.free());
    }
    var all = new ArrayList<String>();
    for (var name : NAMES) {
      all.add("%s=127.0.0.1:%d".formatted(name, Ports.free()));
    }
    peers = String.join(",", all);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starting = new ArrayList<Future<?>>();
      for (var name : NAMES) {
        starting.add(
            threads.submit(() -> {
              startNode(name);
              return name;
            }));
      }
      for (var each : starting) {
        each.get();
      }
    }
    var out = folder.resolve("events.jsonl");
    var said = folder.resolve("said");
    var exporter = Exporter.start(servers(), out, said);
    var load = load();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        int before = Exporter.sequences(out).size();
        Exporter.await(out, sequences -> sequences.size() >= before + EVENTS_A_ROUND);
        boolean killsExporter = random.nextBoolean();
        var leader = alive().get("/api/nodes").path("leader").asString("");
        var victim = random.nextBoolean() && NAMES.contains(leader) ? leader : any(random);
        System.out.printf("round %d: kill %s, exporter: %b%n", round, victim, killsExporter);
        requireNonNull(nodes.get(victim)).kill();
        if (killsExporter) {
          exporter.kill();
          exporter = Exporter.start(servers(), out, said);
        }
        startNode(victim);
      }
      load.interrupt();
      load.join();
      long newest = alive().await("/api/consumers", it -> it.has("newest")).path("newest").asLong();
      var sequences = Exporter.await(out, it -> !it.isEmpty() && it.getLast() >= newest);

      assertThat(sequences).as(exporter.said()).isEqualTo(all(sequences.getLast()));
    } finally {
      load.interrupt();
      exporter.close();
      nodes.values().forEach(Running::close);
    }
  }

  private static String any(Random random) {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private Running alive() {
    return nodes.values().stream().filter(Running::isAlive).findFirst().orElseThrow();
  }

  @Test
  void fullDiskHoldsTheExportUpAndNothingElse() throws Exception {
    try (var disk = disk();
        var node = Running.up(folder.resolve("data"), "--config", config().toString())) {
      var out = disk.path().resolve("events.jsonl");
      try (var exporter = Exporter.start(List.of(node.uri()), out, folder.resolve("said"))) {
        Exporter.await(out, sequences -> !sequences.isEmpty());
        var filler = disk.fill(0);
        int counted = 0;
        while (!exporter.said().contains("cannot write")) {
          count(node.uri(), ++counted % 2 == 0 ? -1 : 1);
        }
        for (int n = 0; n < 500; n++) {
          count(node.uri(), n % 2 == 0 ? 1 : -1);
        }
        long newest = node.get("/api/consumers").path("newest").asLong();

        Files.delete(filler);

        var sequences = Exporter.await(out, it -> !it.isEmpty() && it.getLast() >= newest);
        assertThat(sequences).isEqualTo(all(sequences.getLast()));
      }
    }
  }

  private LoopDisk disk() {
    try {
      return LoopDisk.make(folder, 16);
    } catch (IOException e) {
      return Assumptions.abort("skipped: " + e.getMessage());
    }
  }
}
