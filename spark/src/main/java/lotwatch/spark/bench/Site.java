package lotwatch.spark.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lotwatch.spark.JobPolicy;
import lotwatch.spark.PolicyFile;
import lotwatch.spark.bench.Traffic.Arrival;

/** A broker and what goes with it, in a folder of its own. */
final class Site implements AutoCloseable {
  static final int PARTITIONS = 4;

  /** The section {@code sessions} of all who make them. */
  static final String SESSIONS =
      """
      plates: clear
      places: "%s"
      tariffs:
        - {currency: EUR, block: 900, price: 50, free: 600, day-max: 800}
      """
          .formatted(String.join(",", Traffic.places()));

  private final Path folder;
  private final Path policy;
  private final Children children;
  private final int port;
  private final Traces kafka;
  private Child broker;

  private Site(Path home, Path folder) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    this.policy = Files.writeString(folder.resolve("policy.yml"), SESSIONS);
    this.children = new Children(home, folder);
    this.port = Children.freePort();
    this.broker = children.broker(port, PARTITIONS);
    this.kafka = new Traces(port);
  }

  /** Starts the broker. */
  static Site open(Path home, Path folder) throws IOException, InterruptedException {
    return new Site(home, folder);
  }

  /** What sends to the broker and reads from it. */
  Traces kafka() {
    return kafka;
  }

  /** The machine that must say the same. */
  Expected expected() throws Exception {
    return new Expected(rules(policy), PARTITIONS);
  }

  /** The rules of {@link #SESSIONS}, as a file has them. */
  static JobPolicy rules(Path policy) throws Exception {
    return PolicyFile.read(policy, Map.of(), policy.resolveSibling("key"));
  }

  /** The job as one process, which goes on with its checkpoint. */
  Child job() throws IOException {
    return children.job(options());
  }

  /** The job on a cluster of Spark. */
  Child job(Cluster cluster) throws IOException {
    return cluster.job(options());
  }

  private String[] options() {
    var checkpoint = folder.resolve("checkpoint").toString();
    return List.of(
            "--servers",
            "127.0.0.1:" + port,
            "--checkpoint",
            checkpoint,
            "--policy",
            policy.toString())
        .toArray(String[]::new);
  }

  /** Reads the topic of sightings and does nothing with it. */
  Child bareConsumer(int count) throws IOException {
    return children.bareConsumer(port, count);
  }

  /**
   * A node that reads, which goes on with its folder.
   *
   * @param engine {@link ReadingNode#EMBEDDED} or {@link ReadingNode#SPARK}
   */
  ReadingNode node(String name, String engine, boolean hasHistory)
      throws IOException, InterruptedException {
    var lines = SESSIONS + engine + "\n";
    return ReadingNode.start(children.home(), folder.resolve(name), port, lines, hasHistory);
  }

  /** Sends all of it to the topic of sightings, and says what the machine makes of it. */
  Expected preload(List<Arrival> traffic) throws Exception {
    var expected = expected();
    for (var arrival : traffic) {
      kafka.send(arrival);
      expected.see(arrival);
    }
    kafka.flush();
    return expected;
  }

  /** SIGKILL of the broker, which is started again. */
  void killBroker() throws IOException, InterruptedException {
    broker.kill();
    broker = children.broker(port, PARTITIONS);
  }

  @Override
  public void close() {
    kafka.close();
    broker.close();
  }
}
