package lotwatch.spark.bench;

import static lotwatch.spark.bench.Said.say;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
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
      "machine: the rules alone, on one thread.",
      "plain:   a real broker with a full topic; of it a bare consumer, a node whose ledger makes",
      "         the sessions (without and with a history), and the Spark job, each a process.",
      "killed:  the same once more; broker, job, and nodes of both engines killed halfway.",
      "workers: the job on a standalone cluster of two workers.",
      "latency: from a sighting to its row, 200 a second, trigger 0.",
      "state:   the bytes of an open session.",
      "",
      "Every row of the job and every session of a node must be the machine's; exit code 1 if one",
      "is not.",
      ""
    })
public final class SparkBench implements Callable<Integer> {
  private static final Duration WAIT_MAX = Duration.ofMinutes(60);

  @Option(
      names = "--events",
      defaultValue = "1000000",
      description = "How many sightings; default ${DEFAULT-VALUE}.")
  private int events;

  @Option(names = "--seed", defaultValue = "1", description = "Which; default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--part",
      split = ",",
      description = "Only these: ${COMPLETION-CANDIDATES}; default all.")
  private Set<Part> parts = EnumSet.allOf(Part.class);

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
    System.exit(
        new CommandLine(new SparkBench()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    var home = Path.of(System.getProperty("lotwatch.home", "."));
    var folder = Files.createTempDirectory("bench-spark");
    System.out.printf("seed %d, %,d sightings, %d partitions%n", seed, events, Site.PARTITIONS);
    try {
      var traffic = Traffic.of(seed, events, Site.PARTITIONS).stream().map(Traffic::named).toList();
      boolean isEqual = true;
      for (var part : EnumSet.copyOf(parts)) {
        isEqual &= measure(part, home, folder.resolve(part.name()), traffic);
      }
      return isEqual ? 0 : 1;
    } finally {
      delete(folder);
    }
  }

  /** Whether it is as the machine has it. */
  private boolean measure(Part part, Path home, Path folder, List<Arrival> traffic)
      throws Exception {
    return switch (part) {
      case MACHINE -> {
        PlainPart.machine(folder, traffic);
        yield true;
      }
      case PLAIN -> PlainPart.run(home, folder, traffic, WAIT_MAX);
      case KILLED -> KilledPart.run(home, folder, traffic, WAIT_MAX);
      case WORKERS -> WorkersPart.run(home, folder, traffic, WAIT_MAX);
      case LATENCY -> {
        LatencyPart.run(home, folder, latencySeconds, WAIT_MAX);
        yield true;
      }
      case STATE -> {
        double bytes = StateSize.perSession(seed);
        say("state of an open session", "%.0f bytes, keys and index included".formatted(bytes));
        yield true;
      }
    };
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
