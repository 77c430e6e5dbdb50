package lotwatch.lab.up;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lotwatch.lab.faults.FreePorts;

/**
 * Three nodes as three processes with one counted lot; each has its ports again after a restart.
 */
final class ThreeNodes implements AutoCloseable {
  static final List<String> NAMES = List.of("n1", "n2", "n3");

  private final Path folder;
  private final Map<String, Running> nodes = new ConcurrentSkipListMap<>();
  private final Map<String, Integer> ports = new TreeMap<>();
  private String peers = "";

  private ThreeNodes(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts them.
   *
   * @param eventsMax in each node's memory
   */
  static ThreeNodes start(Path folder, int eventsMax) throws Exception {
    return start(folder, eventsMax, "");
  }

  /**
   * The same.
   *
   * @param more sections of each node's file
   */
  static ThreeNodes start(Path folder, int eventsMax, String more) throws Exception {
    var nodes = new ThreeNodes(folder);
    var all = new ArrayList<String>();
    for (var name : NAMES) {
      nodes.ports.put(name, FreePorts.free());
      all.add("%s=127.0.0.1:%d".formatted(name, FreePorts.free()));
      Files.writeString(config(folder, name, eventsMax), more, StandardOpenOption.APPEND);
    }
    nodes.peers = String.join(",", all);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starting = new ArrayList<Future<?>>();
      for (var name : NAMES) {
        starting.add(
            threads.submit(() -> {
              nodes.start(name);
              return name;
            }));
      }
      for (var each : starting) {
        each.get();
      }
    }
    return nodes;
  }

  /** The file of a node; snapshots are taken often, so that the log is cut. */
  static Path config(Path folder, String name, int eventsMax) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".yml"),
        """
        replica: {events-max: %d, snapshot-interval: 1}
        sim: {cameras: false}
        lots: [{id: deck, capacity: 1000, occupied: 500}]
        grpc: {ports: %d}
        text: {port: -1}
        rpc: {port: -1}
        sensor: {port: -1}
        pubsub: {port: %d}
        """
            .formatted(eventsMax, FreePorts.free(), FreePorts.free()));
  }

  void start(String name) throws IOException {
    var config = folder.resolve(name + ".yml").toString();
    nodes.put(
        name,
        Running.node(
            name,
            peers,
            requireNonNull(ports.get(name)),
            folder.resolve(name),
            "--config",
            config));
  }

  Running get(String name) {
    return requireNonNull(nodes.get(name));
  }

  /** {@code kill -9}. */
  void kill(String name) throws InterruptedException {
    get(name).kill();
  }

  /** Starts those again that were killed. */
  void startDead() throws IOException {
    for (var name : NAMES) {
      if (!get(name).isAlive()) {
        start(name);
      }
    }
  }

  Running alive() {
    return nodes.values().stream().filter(Running::isAlive).findFirst().orElseThrow();
  }

  /** The one that leads, as one that runs sees it. */
  String leader() throws Exception {
    return alive()
        .await("/api/nodes", it -> NAMES.contains(it.path("leader").asString("")))
        .path("leader")
        .asString();
  }

  static String other(String name) {
    return NAMES.stream().filter(each -> !each.equals(name)).findFirst().orElseThrow();
  }

  List<URI> servers() {
    return ports.values().stream().map(port -> URI.create("http://127.0.0.1:" + port)).toList();
  }

  /** Cars come and go at all nodes, until the thread is interrupted. */
  Thread load() {
    return Thread.ofVirtual()
        .start(() -> {
          var servers = servers();
          try {
            for (int n = 0; !Thread.currentThread().isInterrupted(); n++) {
              Cars.count(servers.get(n % servers.size()), n % 2 == 0 ? 1 : -1);
            }
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Override
  public void close() {
    nodes.values().forEach(Running::close);
  }
}
