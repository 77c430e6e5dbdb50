package lotwatch.lab.bench;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import lotwatch.lab.cluster.Load;
import lotwatch.lab.cluster.Speed;
import lotwatch.lab.cluster.Target;
import lotwatch.ledger.LotCommand;
import lotwatch.replica.DataFolder;
import lotwatch.replica.Replica;
import lotwatch.replica.ReplicaSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotwatch bench lots}: what an operation costs as the number of lots grows. */
@Command(
    name = "lots",
    mixinStandardHelpOptions = true,
    header = "Microseconds per reservation or cancellation as the number of lots grows.",
    description = {
      "",
      "In a node of its own whose log is synced, with 64 clients. CPU is that of the",
      "whole process, its clients included.",
      ""
    })
final class LotsCommand implements Callable<Integer> {
  private static final int CLIENTS = 64;
  private static final Duration WARM = Duration.ofSeconds(2);

  /** Until the process has compiled what it runs. */
  private static final int WARM_UP_SECONDS = 20;

  private static final Duration LOOK = Duration.ofMillis(10);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--lots",
      split = ",",
      defaultValue = "10,100,1000,10000",
      description = "How many lots; default ${DEFAULT-VALUE}.")
  private List<Integer> lots = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "How long each is measured; default ${DEFAULT-VALUE}.")
  private int seconds = 5;

  @Mixin private FolderOption folder = new FolderOption();

  @Override
  public Integer call() throws Exception {
    if (seconds < 1 || lots.stream().anyMatch(some -> some < 1 || some > LotCommand.LOTS_MAX)) {
      throw new ParameterException(
          spec.commandLine(),
          "--lots are 1 to %d, --seconds 1 or more".formatted(LotCommand.LOTS_MAX));
    }
    System.out.println(Machine.text());
    System.out.println("warming up");
    measured(lots.getFirst(), WARM_UP_SECONDS);
    System.out.println("   lots  us wall  us CPU  median ms  failed");
    for (int some : lots) {
      System.out.printf(Locale.ROOT, "%7d %s%n", some, measured(some, seconds));
    }
    return 0;
  }

  private static double micros(Spent spent, boolean wall) {
    return 1e6 * (wall ? spent.wallSeconds() : spent.cpuSeconds()) / spent.frames();
  }

  private String measured(int lots, int time) throws Exception {
    try (var scratch = Scratch.in(folder.path());
        var data = DataFolder.open(scratch.resolve("replica"));
        var replica = Replica.open(data, ReplicaSettings.single("bench"), InstantSource.system())) {
      Load.open(replica, lots);
      Load.run(_ -> Target.of(replica), new Load.Plan(CLIENTS, lots, WARM, LOOK)); // to warm up
      var plan = new Load.Plan(CLIENTS, lots, Duration.ZERO, Duration.ofSeconds(time));
      var speeds = new Speed[1];
      var spent =
          Spent.on(() -> {
            speeds[0] = Load.run(_ -> Target.of(replica), plan);
            return Math.toIntExact(speeds[0].done());
          });
      return String.format(
          Locale.ROOT,
          "%8.2f %7.2f %10.2f %7d %s",
          micros(spent, true),
          micros(spent, false),
          speeds[0].medianMicros() / 1e3,
          speeds[0].failed(),
          speeds[0].why());
    }
  }
}
