package lotwatch.lab.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import lotwatch.lab.bench.load.FinderServer;

/** One node of ours, a process of its own; each event is on disk before it is told. */
final class OurNode implements WireBroker {
  private static final String DROPPED = "lotwatch_pubsub_dropped_total ";
  private static final int QUEUE_MAX = 100;

  private static final String CONFIG =
      """
      {
        "server": {
          "host": "127.0.0.1",
          "text_protocol_port": 0, "rpc_port": 0, "sensor_port": 0, "pubsub_port": 0
        },
        "lots": [{"id": "%s", "capacity": %d, "occupied": 0}],
        "pubsub": {"max_queue_size": %d, "back_pressure_policy": "drop_oldest"}
      }
      """
          .formatted(Payload.LOT, Payload.NUMBER_MAX, QUEUE_MAX);

  private final String name;
  private final FinderServer server;
  private final URI metrics;
  private final String disk;

  /**
   * Starts it.
   *
   * @param folder empty, on the disk that it is to use
   * @param java options for its Java
   */
  OurNode(String name, Path folder, List<String> java) throws IOException {
    this.name = name;
    disk = Files.getFileStore(folder).type();
    server = FinderServer.start(folder.resolve("node"), CONFIG, java);
    metrics = server.addresses().http().orElseThrow().resolve("/metrics");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String about() {
    return "one node of Lotwatch, each event synced to %s before it is told, pubsub.queue-max %d"
        .formatted(disk, QUEUE_MAX);
  }

  @Override
  public Wire wire() {
    return new FinderWire();
  }

  @Override
  public InetSocketAddress publishers() {
    return server.addresses().sensor();
  }

  @Override
  public InetSocketAddress subscribers() {
    return server.addresses().pubsub();
  }

  /** The port that is asked for free counts. */
  InetSocketAddress text() {
    return server.addresses().text();
  }

  @Override
  public OptionalLong dropped() throws IOException {
    try (var in = metrics.toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> line.startsWith(DROPPED))
          .mapToLong(line -> Math.round(Double.parseDouble(line.substring(DROPPED.length()))))
          .findFirst();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
