package lotwatch.lab.bench.finder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lotwatch.lab.bench.Machine;
import lotwatch.lab.bench.load.Operation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lotwatch bench stress}: calls beside sensors and subscribers, and alone. */
@Command(
    name = "stress",
    mixinStandardHelpOptions = true,
    header = "What sensors and subscribers do to calls: the same calls with them and without.",
    description = {
      "",
      "Each number of workers is measured twice in a row: alone, then with sensors that",
      "count cars on every lot and subscribers who are told.",
      ""
    })
public final class StressCommand implements Callable<Integer> {
  @Mixin private Where where = new Where();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--workers", split = ",", description = "That call at once; default 1,4,8,16.")
  private List<Integer> workers = RpcCommand.BASELINE;

  @Option(
      names = "--operation",
      split = ",",
      description = "avail, reserve or mixed; default avail,reserve.")
  private List<Operation> operations = List.of(Operation.AVAIL, Operation.RESERVE);

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Updates per second and lot; default ${DEFAULT-VALUE}.")
  private double rate = 10;

  @Option(
      names = "--subscribers",
      paramLabel = "N",
      description = "As many on every lot, all together; default ${DEFAULT-VALUE}.")
  private int subscribers = 4;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description = "Of each measurement; default ${DEFAULT-VALUE}.")
  private double duration = 10;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "Before each measurement; default ${DEFAULT-VALUE}.")
  private double warmUp = 2;

  @Option(names = "--out", paramLabel = "FILE", description = "Where results go as JSON.")
  private @Nullable Path out;

  /** Makes the command that picocli fills. */
  public StressCommand() {}

  @Override
  public Integer call() throws Exception {
    var asked = new Asked(spec);
    var time = asked.time(warmUp, duration);
    var counts = asked.workers(workers);
    System.out.println(Machine.text());
    var done = new ArrayList<Stress>();
    var expected =
        time.warmUp().plus(time.time()).multipliedBy(2L * counts.size() * operations.size());
    try (var site = where.open();
        var progress = new Progress("stress", expected)) {
      var flow = asked.flow(rate, subscribers, 0, site.lots().size());
      progress.say(Lines.CALLS);
      for (var operation : operations) {
        for (int count : counts) {
          done.add(run(site, operation, count, time, flow, progress));
        }
      }
    }
    if (out != null) {
      var results = Results.evaluation(EvaluateCommand.only(time, List.of(), done, List.of()));
      Results.write(results, out);
    }
    return 0;
  }

  static Stress run(
      Site site,
      Operation operation,
      int workers,
      RpcCalls.Time time,
      Traffic.Flow flow,
      Progress progress)
      throws Exception {
    var stress = Stress.run(site, operation, workers, time, flow);
    progress.say(Lines.of(stress.alone().key(), stress.alone()));
    progress.say(
        Lines.of("  with sensors", stress.beside())
            + "  %.2f times, %d events, %d missing"
                .formatted(stress.times(), stress.events().published(), stress.events().lost()));
    return stress;
  }
}
