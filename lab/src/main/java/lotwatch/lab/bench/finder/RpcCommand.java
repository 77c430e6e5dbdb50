package lotwatch.lab.bench.finder;

import java.nio.file.Path;
import java.time.Duration;
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

/** {@code lotwatch bench rpc}: how many calls the RPC port answers, and how fast. */
@Command(
    name = "rpc",
    mixinStandardHelpOptions = true,
    header = "Calls per second and their latency at the RPC port.",
    description = {
      "",
      "A server is started in a process of its own, with its log on disk. Workers call",
      "as fast as they are answered, each on its own connection. AVAIL reads; RESERVE",
      "reserves and cancels in turns, so that no lot fills up, and both are counted;",
      "a FULL lot is counted apart. \"99 %% corr.\" is corrected for coordinated omission:",
      "it has what workers would have asked while they waited for slow answers.",
      ""
    },
    footer = {
      "",
      "The load test of the campus smart parking finder, with its results file:",
      "  lotwatch bench rpc --baseline",
      "A server that runs already:",
      "  lotwatch bench rpc --host 127.0.0.1 --port 5001 --workers 8 --operation mixed"
    })
public final class RpcCommand implements Callable<Integer> {
  static final List<Integer> BASELINE = List.of(1, 4, 8, 16);

  @Mixin private Where where = new Where();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--workers", description = "That call at once; default ${DEFAULT-VALUE}.")
  private int workers = 4;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description = "Of each measurement; default ${DEFAULT-VALUE}.")
  private double duration = 30;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "Before each measurement; default ${DEFAULT-VALUE}.")
  private double warmUp = 5;

  @Option(names = "--operation", description = "avail, reserve or mixed; default avail.")
  private Operation operation = Operation.AVAIL;

  @Option(names = "--baseline", description = "AVAIL and RESERVE at 1, 4, 8 and 16 workers.")
  private boolean baseline;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where results go as JSON; with --baseline load_test_results.json.")
  private @Nullable Path out;

  /** Makes the command that picocli fills. */
  public RpcCommand() {}

  @Override
  public Integer call() throws Exception {
    var asked = new Asked(spec);
    var time = asked.time(warmUp, duration);
    var counts = baseline ? BASELINE : asked.workers(List.of(workers));
    var operations = baseline ? List.of(Operation.AVAIL, Operation.RESERVE) : List.of(operation);
    System.out.println(Machine.text());
    var done = new ArrayList<RpcCalls>();
    var expected =
        time.warmUp().plus(time.time()).multipliedBy((long) counts.size() * operations.size());
    try (var site = where.open();
        var progress = new Progress("calls", expected)) {
      progress.say(Lines.CALLS);
      for (var each : operations) {
        for (int count : counts) {
          var calls = RpcCalls.run(site, each, count, time);
          progress.say(Lines.of(calls.key(), calls));
          done.add(calls);
        }
      }
    }
    var file = out == null && baseline ? Path.of("load_test_results.json") : out;
    if (file != null) {
      Results.write(Results.calls(done), file);
      System.out.println("results: " + file);
    }
    return done.stream().allMatch(calls -> calls.outcome().successful() > 0) ? 0 : 1;
  }

  /** Lets a server compile what it runs: mixed calls that do not count. */
  static void warm(Site site, Duration time) throws Exception {
    RpcCalls.run(site, Operation.MIXED, BASELINE.getLast(), new RpcCalls.Time(Duration.ZERO, time));
  }
}
