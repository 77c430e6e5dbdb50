package lotwatch.spark.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import lotwatch.spark.JobPolicy;
import lotwatch.spark.PolicyFile;
import lotwatch.spark.StateSize;
import lotwatch.spark.bench.Traffic.Arrival;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lotwatch bench spark}: what the job costs, and whether it agrees with the machine. */
@Command(
    name = "lotwatch bench spark",
    mixinStandardHelpOptions = true,
    header =
        "One recorded stream through the machine, a node and the Spark job, and what it costs.",
    description = {
      "",
      "The machine alone; a real broker, and of the same topic: a bare consumer, a node whose ledger",
      "makes the sessions (without and with a history), and the Spark job, each a process of its",
      "own; the job killed (SIGKILL) halfway; its latency with 200 sightings a second. Every row of",
      "the job and every session of the node must be the machine's; exit code 1 if one is not.",
      ""
    })
public final class SparkBench implements Callable<Integer> {
  private static final int PARTITIONS = 4;
  private static final int RATE = 200;
  private static final int WARM_UP = 10 * RATE;
  private static final Duration STEP = Duration.ofMillis(1_000 / RATE);
  private static final Duration WAIT_MAX = Duration.ofMinutes(60);
  private static final String SESSIONS =
      """
      plates: clear
      places: "%s"
      tariffs:
        - {currency: EUR, block: 900, price: 50, free: 600, day-max: 800}
      """
          .formatted(String.join(",", Traffic.places()));

  @Option(
      names = "--events",
      defaultValue = "1000000",
      description = "How many sightings; default ${DEFAULT-VALUE}.")
  private int events;

  @Option(names = "--seed", defaultValue = "1", description = "Which; default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--latency-seconds",
      defaultValue = "40",
      description = "For how long the latency is measured; default ${DEFAULT-VALUE}.")
  private int latencySeconds;

  /** Makes the command that picocli fills. */
  public SparkBench() {}

  /**
   * Measures, and prints what it took.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) {
    System.exit(new CommandLine(new SparkBench()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    var home = Path.of(System.getProperty("lotwatch.home", "."));
    var folder = Files.createTempDirectory("bench-spark");
    System.out.printf("seed %d, %,d sightings, %d partitions%n", seed, events, PARTITIONS);
    try {
      var traffic = Traffic.of(seed, events, PARTITIONS).stream().map(Traffic::named).toList();
      machine(folder.resolve("machine"), traffic);
      boolean isEqual = plain(home, folder.resolve("plain"), traffic);
      isEqual &= killed(home, folder.resolve("killed"), traffic);
      latency(home, folder.resolve("latency"));
      say(
          "state of an open session",
          "%.0f bytes, keys and index included".formatted(StateSize.perSession(seed)));
      return isEqual ? 0 : 1;
    } finally {
      delete(folder);
    }
  }

  /** A broker and what goes with it, in a folder of its own. */
  private record Site(Children children, int port, Child broker, Path policy, Traces kafka)
      implements AutoCloseable {
    static Site open(Path home, Path folder) throws IOException, InterruptedException {
      Files.createDirectories(folder);
      var children = new Children(home, folder);
      int port = Children.freePort();
      var broker = children.broker(port, PARTITIONS);
      var policy = Files.writeString(folder.resolve("policy.yml"), SESSIONS);
      return new Site(children, port, broker, policy, new Traces(port));
    }

    JobPolicy rules() throws Exception {
      return PolicyFile.read(policy, Map.of(), policy.resolveSibling("key"));
    }

    Child job() throws IOException {
      return children.job(
          "--servers",
          "127.0.0.1:" + port,
          "--checkpoint",
          policy.resolveSibling("checkpoint").toString(),
          "--policy",
          policy.toString());
    }

    Expected preload(List<Arrival> traffic) throws Exception {
      var expected = new Expected(rules(), PARTITIONS);
      for (var arrival : traffic) {
        kafka.send(arrival);
        expected.see(arrival);
      }
      kafka.flush();
      return expected;
    }

    @Override
    public void close() {
      kafka.close();
      broker.close();
    }
  }

  /** On this thread, with nothing on disk. */
  private static void machine(Path folder, List<Arrival> traffic) throws Exception {
    Files.createDirectories(folder);
    var policy = Files.writeString(folder.resolve("policy.yml"), SESSIONS);
    var rules = PolicyFile.read(policy, Map.of(), folder.resolve("key"));
    var processor = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    double cpu = 0;
    for (int round = 0; round < 2; round++) { // the first one warms up
      var machine = new Expected(rules, PARTITIONS);
      long begun = System.nanoTime();
      long begunProcessor = processor.getCurrentThreadCpuTime();
      traffic.forEach(machine::see);
      nanos = System.nanoTime() - begun;
      cpu = (processor.getCurrentThreadCpuTime() - begunProcessor) / 1e9;
    }
    say("machine alone", rate(nanos, traffic.size()));
    say("processor time of it", perMillion(cpu, traffic.size()));
  }

  private static String rate(long nanos, int count) {
    return "%s, %,.0f sightings/s".formatted(seconds(nanos), 1e9 * count / nanos);
  }

  /** A node that reads the topic from its beginning. */
  private static boolean node(Site site, Expected expected, int count, boolean hasHistory)
      throws Exception {
    var name = hasHistory ? "node with a history" : "node without a history";
    var home = site.children().home();
    var folder = site.policy().resolveSibling(hasHistory ? "recorded" : "unrecorded");
    long begun = System.nanoTime();
    try (var node = EmbeddedNode.start(home, folder, site.port(), SESSIONS, hasHistory)) {
      node.awaitEnded(expected.ended(), WAIT_MAX);
      say(name, rate(System.nanoTime() - begun, count) + " with the start");
      if (hasHistory) {
        node.awaitHistory(WAIT_MAX);
        say("until all is in it", seconds(System.nanoTime() - begun));
      }
      say("processor time of it", perMillion(node.cpuSeconds(), count));
      if (!hasHistory) {
        return true; // only its newest sessions can be asked for
      }
      var wanted = EmbeddedNode.lines(expected.changes());
      boolean isEqual = node.sessions().equals(wanted);
      say("sessions of the node", "%,d, %s".formatted(wanted.size(), verdict(isEqual)));
      return isEqual;
    }
  }

  private static String perMillion(double seconds, int count) {
    return "%.1f s, %.1f s per million".formatted(seconds, 1e6 * seconds / count);
  }

  private static String verdict(boolean isEqual) {
    return isEqual ? "all as the machine has them" : "NOT as the machine has them";
  }

  private boolean plain(Path home, Path folder, List<Arrival> traffic) throws Exception {
    try (var site = Site.open(home, folder)) {
      var expected = site.preload(traffic);
      var bare = site.children().bareConsumer(site.port(), traffic.size());
      bare.awaitEnd(WAIT_MAX);
      System.out.print(bare.said());
      boolean isEqual = node(site, expected, traffic.size(), false);
      isEqual &= node(site, expected, traffic.size(), true);
      long begun = System.nanoTime();
      try (var job = site.job()) {
        site.kafka().awaitRows(1, WAIT_MAX, job);
        long first = System.nanoTime();
        site.kafka().awaitRows(expected.size(), WAIT_MAX, job);
        long end = System.nanoTime();
        say("start to first row", seconds(first - begun));
        say(
            "preloaded topic",
            "%s, %,.0f sightings/s with the start, %,.0f without"
                .formatted(
                    seconds(end - begun),
                    1e9 * traffic.size() / (end - begun),
                    1e9 * traffic.size() / (end - first)));
        say("processor time of the job", perMillion(job.cpuSeconds(), traffic.size()));
      }
      isEqual &= agrees(site.kafka(), expected);
      return isEqual;
    }
  }

  private boolean killed(Path home, Path folder, List<Arrival> traffic) throws Exception {
    try (var site = Site.open(home, folder)) {
      var expected = site.preload(traffic);
      try (var job = site.job()) {
        site.kafka().awaitRows(expected.size() / 2, WAIT_MAX, job);
        job.kill();
      }
      site.kafka().settle();
      int before = site.kafka().rows().size();
      long begun = System.nanoTime();
      try (var job = site.job()) {
        site.kafka().awaitRows(Math.min(before + 1, expected.size()), WAIT_MAX, job);
        say("killed, to the next new row", seconds(System.nanoTime() - begun));
        site.kafka().awaitRows(expected.size(), WAIT_MAX, job);
      }
      say("rows that came again", "%,d".formatted(site.kafka().copies()));
      return agrees(site.kafka(), expected);
    }
  }

  private static boolean agrees(Traces kafka, Expected expected) {
    boolean isEqual = kafka.rows().equals(expected.rows()) && kafka.conflicts() == 0;
    say("rows", "%,d, %s".formatted(expected.size(), verdict(isEqual)));
    return isEqual;
  }

  /** One car each, so that each sighting is a row of its own. */
  private void latency(Path home, Path folder) throws Exception {
    try (var site = Site.open(home, folder);
        var job = site.job()) {
      int count = RATE * latencySeconds;
      site.kafka().send(entering(0));
      site.kafka().awaitRows(1, WAIT_MAX, job); // it runs
      long begun = System.nanoTime();
      for (int i = 1; i < count; i++) {
        while (System.nanoTime() - begun < i * STEP.toNanos()) {
          site.kafka().poll(Duration.ofMillis(1));
        }
        site.kafka().send(entering(i));
      }
      site.kafka().awaitRows(count, WAIT_MAX, job);
      long[] sorted = site.kafka().delaysFrom(Math.min(WARM_UP, count / 2));
      Arrays.sort(sorted);
      say(
          "latency at %d/s, trigger 0".formatted(RATE),
          "p50 %.0f ms, p99 %.0f ms".formatted(at(sorted, 0.50) / 1e6, at(sorted, 0.99) / 1e6));
    }
  }

  private static Arrival entering(int car) {
    var key = new SessionKey("L-%05d".formatted(car), "N1");
    var sighting = new Sighting("l" + car, key, Status.ENTERING, Traffic.FIRST + car / RATE);
    return new Arrival(0, car, car % PARTITIONS, sighting);
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }

  private static void say(String what, String measured) {
    System.out.printf("%-28s %s%n", what, measured);
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
