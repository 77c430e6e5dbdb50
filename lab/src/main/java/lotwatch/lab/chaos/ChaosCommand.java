package lotwatch.lab.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lotwatch chaos}: what three members survive. */
@Command(
    name = "lotwatch chaos",
    mixinStandardHelpOptions = true,
    description =
        "Run three nodes under load while they are killed, paused, cut off, slowed, without power or"
            + " disk, with wrong clocks, wrong files and a second node of an id, then check everything"
            + " that was acknowledged, and that reservations end on time. Networks and disks need"
            + " root, clocks gcc.")
public final class ChaosCommand implements Callable<Integer> {
  @Option(
      names = "--minutes",
      defaultValue = "1",
      description = "how long faults are made (${DEFAULT-VALUE})")
  private double minutes = 1;

  @Option(
      names = "--seed",
      defaultValue = "7",
      description = "decides the faults and what clients ask (${DEFAULT-VALUE})")
  private long seed = 7;

  @Option(names = "--faults", split = ",", description = "only these of: ${COMPLETION-CANDIDATES}")
  private List<Fault> faults = List.of(Fault.values());

  @Option(
      names = "--recordings",
      description =
          "upload videos meanwhile, and check what became of each, instead of the ends of reservations")
  private boolean recordings;

  @Option(names = "--keep", paramLabel = "DIR", description = "keep the members' folders there")
  private Path keep = Path.of("");

  /** Runs it and ends the process: 0 nothing is wrong, 1 something is. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new ChaosCommand()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    var folder = keep.toString().isEmpty() ? Files.createTempDirectory("lotwatch-chaos") : keep;
    var length = Duration.ofMillis((long) (minutes * 60_000));
    var load = recordings ? Chaos.Load.VIDEOS : Chaos.Load.HOLDS;
    var report = new Chaos(seed, length, folder).run(faults, load);
    System.out.printf(
        "seed %d: %,d operations answered, %d never; %d ends of reservations watched, %d videos%n",
        report.seed(),
        report.operations() - report.unknown(),
        report.unknown(),
        report.holds(),
        report.videos());
    System.out.println("fault               times   without any answer: median ms   worst ms");
    report
        .gapsMillis()
        .forEach((fault, gaps) ->
            System.out.printf(
                "%-18s %6d %31d %10d%n",
                fault, gaps.size(), gaps.get(gaps.size() / 2), gaps.getLast()));
    report.problems().forEach(problem -> System.out.println("WRONG: " + problem));
    System.out.printf(
        "lost or wrong: %d%s%n",
        report.problems().size(), report.problems().isEmpty() ? "" : ", see " + folder);
    return report.problems().isEmpty() ? 0 : 1;
  }
}
