package lotwatch.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import lotwatch.chaos.Load;
import lotwatch.chaos.Speed;
import lotwatch.chaos.Target;
import lotwatch.ledger.Command.Cancel;
import lotwatch.ledger.Command.OpenLot;
import lotwatch.ledger.Command.Reserve;
import lotwatch.ledger.Command.SetCount;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Ledger;
import lotwatch.ledger.Limits;
import lotwatch.ledger.Plate;
import lotwatch.replica.DataFolder;
import lotwatch.replica.Replica;
import lotwatch.replica.ReplicaSettings;
import picocli.CommandLine.Command;
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
      "Once in the ledger alone, one thread and no disk, and once in a node of its",
      "own whose log is synced, with 64 clients. CPU is that of the whole process,",
      "its clients included.",
      ""
    })
final class LotsCommand implements Callable<Integer> {
  private static final int CLIENTS = 64;
  private static final Duration WARM = Duration.ofSeconds(2);
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

  @Option(
      names = "--folder",
      description = "On the disk to be measured; default that of temporary files.")
  private Path folder = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));

  @Override
  public Integer call() throws Exception {
    if (seconds < 1 || lots.stream().anyMatch(some -> some < 1 || some > Limits.LOTS_MAX)) {
      throw new ParameterException(
          spec.commandLine(), "--lots are 1 to %d, --seconds 1 or more".formatted(Limits.LOTS_MAX));
    }
    System.out.println(Machine.text());
    System.out.printf("%n%22s %28s%n", "ledger alone", "node of its own, 64 clients");
    System.out.println("   lots  us wall  us CPU     us wall  us CPU  median ms  failed");
    ledger(lots.getFirst(), Duration.ofSeconds(seconds)); // to warm up
    for (int some : lots) {
      var alone = ledger(some, Duration.ofSeconds(seconds));
      System.out.printf(
          Locale.ROOT, "%7d %8.2f %7.2f ", some, micros(alone, true), micros(alone, false));
      try (var scratch = Scratch.in(folder)) {
        replica(scratch.resolve("replica"), some);
      }
    }
    return 0;
  }

  private static double micros(Spent spent, boolean wall) {
    return 1e6 * (wall ? spent.wallSeconds() : spent.cpuSeconds()) / spent.frames();
  }

  private static Spent ledger(int lots, Duration time) throws Exception {
    var ledger = new Ledger();
    var at = Instant.parse("2026-01-01T08:00:00Z");
    for (int i = 0; i < lots; i++) {
      var lot = Target.lotId(i);
      ledger.apply(new Entry(at, null, new OpenLot(lot, "Lot", Load.CAPACITY, List.of())));
      ledger.apply(new Entry(at, null, new SetCount(lot, 0)));
    }
    walk(ledger, lots, at, WARM);
    return Spent.on(() -> walk(ledger, lots, at, time));
  }

  /** As 64 clients would; says how many operations it did. */
  private static int walk(Ledger ledger, int lots, Instant at, Duration time) {
    var plates = IntStream.range(0, CLIENTS).mapToObj(i -> new Plate("L" + i)).toList();
    var ids = IntStream.range(0, lots).mapToObj(Target::lotId).toList();
    long end = System.nanoTime() + time.toNanos();
    int done = 0;
    for (int step = 0; System.nanoTime() < end; step++) {
      for (int i = 0; i < CLIENTS; i++) {
        ledger.apply(new Entry(at, null, new Reserve(ids.get((i + step) % lots), plates.get(i))));
      }
      for (int i = 0; i < CLIENTS; i++) {
        ledger.apply(new Entry(at, null, new Cancel(ids.get((i + step) % lots), plates.get(i))));
      }
      done += 2 * CLIENTS;
    }
    return done;
  }

  private void replica(Path path, int lots) throws Exception {
    try (var data = DataFolder.open(path);
        var replica = Replica.open(data, ReplicaSettings.single("bench"), InstantSource.system())) {
      Load.open(replica, lots);
      Load.run(_ -> Target.of(replica), new Load.Plan(CLIENTS, lots, WARM, LOOK)); // to warm up
      var plan = new Load.Plan(CLIENTS, lots, Duration.ZERO, Duration.ofSeconds(seconds));
      var speeds = new Speed[1];
      var spent =
          Spent.on(() -> {
            speeds[0] = Load.run(_ -> Target.of(replica), plan);
            return Math.toIntExact(speeds[0].done());
          });
      System.out.printf(
          Locale.ROOT,
          "   %8.2f %7.2f %10.2f %7d %s%n",
          micros(spent, true),
          micros(spent, false),
          speeds[0].medianMicros() / 1e3,
          speeds[0].failed(),
          speeds[0].why());
    }
  }
}
