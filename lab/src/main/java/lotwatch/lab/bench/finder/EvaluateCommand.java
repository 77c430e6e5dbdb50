package lotwatch.lab.bench.finder;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import lotwatch.lab.bench.Machine;
import lotwatch.lab.bench.load.Operation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lotwatch bench evaluate}: calls, stress and fan-out, and the report about them. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    header = "The baseline of calls, stress and fan-out in one run, and a report with plots.",
    description = {
      "",
      "Writes report.md with its plots, report.html with all in one file, and",
      "results.json. Takes about eleven minutes.",
      ""
    })
public final class EvaluateCommand implements Callable<Integer> {
  static final List<Integer> SUBSCRIBERS = List.of(4, 100, 1_000);

  /** Operations that are measured. */
  private static final List<Operation> OPERATIONS = List.of(Operation.AVAIL, Operation.RESERVE);

  private static final double PER_LOT = 10;

  /** Subscribers of the run in which one of them stalls, and a rate that fills its buffers. */
  private static final Traffic.Flow STALLED = new Traffic.Flow(250, 12, 1);

  @Mixin private Where where = new Where();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Where it is written; default ${DEFAULT-VALUE}.")
  private Path report = Path.of("evaluation");

  @Option(names = "--workers", split = ",", description = "That call at once; default 1,4,8,16.")
  private List<Integer> workers = RpcCommand.BASELINE;

  @Option(
      names = "--subscribers",
      split = ",",
      description = "As many on every lot, all together; default 4,100,1000.")
  private List<Integer> subscribers = SUBSCRIBERS;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description =
          "Of each measurement of calls; stress takes a third of it and fan-out two thirds; default"
              + " ${DEFAULT-VALUE}.")
  private double duration = 30;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "Before each; four times that at the beginning; default ${DEFAULT-VALUE}.")
  private double warmUp = 5;

  @Option(
      names = "--rounds",
      description =
          "How often all of it is measured; of each line the round counts in which others used the"
              + " machine's processors least; default ${DEFAULT-VALUE}.")
  private int rounds = 1;

  /** Makes the command that picocli fills. */
  public EvaluateCommand() {}

  @Override
  public Integer call() throws Exception {
    var asked = new Asked(spec);
    var time = asked.time(warmUp, duration);
    var shorter = asked.time(warmUp / 2, duration / 3);
    var fanoutTime = asked.time(warmUp, duration * 2 / 3);
    var counts = asked.workers(workers);
    asked.rounds(rounds);
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    var machine = Machine.text();
    System.out.printf("%s%nload %.2f%n", machine, load);
    try (var site = where.open();
        var progress = new Progress("evaluation", expected(time, shorter, fanoutTime))) {
      var flows =
          subscribers.stream()
              .map(count -> asked.flow(PER_LOT, count, 0, site.lots().size()))
              .toList();
      var disk = site.disk();
      RpcCommand.warm(site, Asked.seconds(Math.max(1, 4 * warmUp)));
      var all = new ArrayList<>(flows);
      all.add(STALLED);
      var calls = new ArrayList<List<RpcCalls>>();
      var stress = new ArrayList<List<Stress>>();
      var fanout = new ArrayList<List<FanoutLoad>>();
      for (int round = 0; round < rounds; round++) {
        calls.add(calls(site, counts, time, progress));
        stress.add(stress(site, counts, shorter, flows.getFirst(), progress));
        fanout.add(fanout(site, all, fanoutTime, progress));
      }
      new EvaluationReport(
              new Evaluation(
                  machine,
                  disk,
                  load,
                  time,
                  rounds,
                  quietest(calls, RpcCalls::disturbed),
                  quietest(stress, Stress::disturbed),
                  quietest(fanout, FanoutLoad::disturbed)))
          .write(report);
    }
    System.out.println("report: " + report.resolve("report.md"));
    return 0;
  }

  /** Of each line the one of the round in which it was disturbed least. */
  static <T> List<T> quietest(List<List<T>> rounds, ToDoubleFunction<T> disturbed) {
    return IntStream.range(0, rounds.getFirst().size())
        .mapToObj(line ->
            rounds.stream()
                .map(round -> round.get(line))
                .min(Comparator.comparingDouble(disturbed))
                .orElseThrow())
        .toList();
  }

  private Duration expected(RpcCalls.Time calls, RpcCalls.Time stress, RpcCalls.Time fanout) {
    long runs = (long) workers.size() * OPERATIONS.size();
    return whole(calls)
        .multipliedBy(runs)
        .plus(whole(stress).multipliedBy(2 * runs))
        .plus(whole(fanout).multipliedBy(subscribers.size() + 1L))
        .multipliedBy(rounds)
        .plus(Asked.seconds(4 * warmUp));
  }

  private static Duration whole(RpcCalls.Time time) {
    return time.warmUp().plus(time.time());
  }

  private static List<RpcCalls> calls(
      Site site, List<Integer> workers, RpcCalls.Time time, Progress progress) throws Exception {
    progress.say(Lines.CALLS);
    var done = new ArrayList<RpcCalls>();
    for (var operation : OPERATIONS) {
      for (int count : workers) {
        var calls = RpcCalls.run(site, operation, count, time);
        progress.say(Lines.of(calls.key(), calls));
        done.add(calls);
      }
    }
    return done;
  }

  private static List<Stress> stress(
      Site site, List<Integer> workers, RpcCalls.Time time, Traffic.Flow flow, Progress progress)
      throws Exception {
    var done = new ArrayList<Stress>();
    for (var operation : OPERATIONS) {
      for (int count : workers) {
        done.add(StressCommand.run(site, operation, count, time, flow, progress));
      }
    }
    return done;
  }

  private static List<FanoutLoad> fanout(
      Site site, List<Traffic.Flow> flows, RpcCalls.Time time, Progress progress) throws Exception {
    progress.say(Lines.EVENTS);
    var done = new ArrayList<FanoutLoad>();
    for (var flow : flows) {
      var fanout = FanoutLoad.run(site, flow, time);
      progress.say(Lines.of(fanout.events(), fanout.footprint()));
      done.add(fanout);
    }
    return done;
  }

  /** What a single command measured, in the shape of an evaluation. */
  static Evaluation only(
      RpcCalls.Time time, List<RpcCalls> calls, List<Stress> stress, List<FanoutLoad> fanout) {
    return new Evaluation(Machine.text(), "", 0, time, 1, calls, stress, fanout);
  }
}
