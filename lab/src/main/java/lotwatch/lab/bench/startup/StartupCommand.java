package lotwatch.lab.bench.startup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import lotwatch.lab.bench.Machine;
import lotwatch.lab.bench.Scratch;
import lotwatch.lab.bench.servers.LaunchedNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotwatch bench startup}: from the command to the first answer, and what is held then. */
@Command(
    name = "startup",
    mixinStandardHelpOptions = true,
    header = "Time to a node's first answer, and its memory when it has nothing to do.",
    description = {
      "",
      "Starts the program as a user does, with an empty data folder, asks for the lots",
      "until they are answered, waits, and reads from /proc what the process holds.",
      "Linux only.",
      ""
    })
public final class StartupCommand implements Callable<Integer> {
  private static final int RUNS_MAX = 1_000;
  private static final int IDLE_MAX = 86_400;
  private static final double MIB = 1 << 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--runs",
      defaultValue = "5",
      description = "How often; default ${DEFAULT-VALUE}.")
  private int runs = 5;

  @Option(
      names = "--idle",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "From the first answer until the memory is read; default ${DEFAULT-VALUE}.")
  private int idle = 10;

  @Option(names = "--sim", description = "With the simulated campus, which is off otherwise.")
  private boolean sim;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where the data folders are made; default ${DEFAULT-VALUE}.")
  private Path folder = Path.of(".");

  @Override
  public Integer call() throws Exception {
    if (runs < 1 || runs > RUNS_MAX || idle < 0 || idle > IDLE_MAX) {
      throw new ParameterException(
          spec.commandLine(),
          "--runs is 1 to %d, --idle 0 to %d seconds".formatted(RUNS_MAX, IDLE_MAX));
    }
    LaunchedNode.build();
    System.out.println(Machine.text());
    System.out.printf(
        "%n| run | first answer, s | CPU until then, s | memory %d s later, MiB |%n", idle);
    System.out.println("|---|---|---|---|");
    var started = new ArrayList<Figures>();
    try (var scratch = Scratch.in(folder)) {
      var config = scratch.resolve("startup.yml");
      Files.writeString(config, "sim: {cameras: %s}%n".formatted(sim), UTF_8);
      for (int run = 1; run <= runs; run++) {
        started.add(once(run, config, scratch));
      }
    }
    print("median", median(started));
    print(started.getLast().memory());
    return 0;
  }

  /**
   * What was measured.
   *
   * @param wallSeconds from the start of the launcher to the first answer
   * @param cpuSeconds of all threads until then
   * @param memory what the process holds after it had nothing to do
   */
  private record Figures(double wallSeconds, double cpuSeconds, ResidentMemory memory) {}

  private Figures once(int run, Path config, Scratch scratch) throws Exception {
    try (var node =
        LaunchedNode.start(config, scratch.resolve("data" + run), scratch.resolve("log"))) {
      node.idle(Duration.ofSeconds(idle));
      var figures =
          new Figures(node.startSeconds(), node.startCpuSeconds(), ResidentMemory.of(node.pid()));
      print(String.valueOf(run), figures);
      return figures;
    }
  }

  private static void print(String run, Figures figures) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %.2f | %.2f | %.0f |%n",
        run,
        figures.wallSeconds(),
        figures.cpuSeconds(),
        figures.memory().total() / MIB);
  }

  private static void print(ResidentMemory memory) {
    System.out.println("\n| what holds the memory of the last run | MiB |");
    System.out.println("|---|---|");
    memory
        .parts()
        .forEach(part ->
            System.out.printf(Locale.ROOT, "| %s | %.1f |%n", part.name(), part.bytes() / MIB));
  }

  /** Of each figure by itself; the parts are those of the run in the middle by memory. */
  private static Figures median(List<Figures> runs) {
    return new Figures(
        middle(runs.stream().map(Figures::wallSeconds).toList()),
        middle(runs.stream().map(Figures::cpuSeconds).toList()),
        runs.stream()
            .map(Figures::memory)
            .sorted(Comparator.comparingLong(ResidentMemory::total))
            .toList()
            .get(runs.size() / 2));
  }

  private static double middle(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
