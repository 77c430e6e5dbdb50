package lotwatch.lab.bench.finder;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What was asked for on the command line, within its limits. */
final class Asked {
  private static final double SECONDS_MAX = 3_600;
  private static final int ROUNDS_MAX = 100;
  private static final double PER_LOT_MAX = 100_000;

  private final CommandSpec spec;

  Asked(CommandSpec spec) {
    this.spec = spec;
  }

  RpcCalls.Time time(double warmUp, double duration) {
    if (!(duration > 0 && duration <= SECONDS_MAX) || !(warmUp >= 0 && warmUp <= SECONDS_MAX)) {
      throw wrong(
          "seconds must be above 0, a warm-up at least 0, both at most %.0f"
              .formatted(SECONDS_MAX));
    }
    return new RpcCalls.Time(seconds(warmUp), seconds(duration));
  }

  static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  List<Integer> workers(List<Integer> workers) {
    if (workers.stream().anyMatch(some -> some < 1 || some > RpcCalls.WORKERS_MAX)) {
      throw wrong("--workers are 1 to %d".formatted(RpcCalls.WORKERS_MAX));
    }
    return workers;
  }

  void rounds(int rounds) {
    if (rounds < 1 || rounds > ROUNDS_MAX) {
      throw wrong("--rounds is 1 to %d".formatted(ROUNDS_MAX));
    }
  }

  Traffic.Flow flow(double perLot, int subscribers, int stalled, int lots) {
    if (!(perLot > 0 && perLot <= PER_LOT_MAX)) {
      throw wrong("--rate must be above 0, at most %.0f".formatted(PER_LOT_MAX));
    }
    if (subscribers < lots || subscribers > Subscribers.COUNT_MAX || subscribers % lots != 0) {
      throw wrong(
          "--subscribers are spread evenly over %d lots: a multiple of it, at most %d"
              .formatted(lots, Subscribers.COUNT_MAX));
    }
    if (stalled < 0 || stalled >= subscribers) {
      throw wrong("--stalled is less than --subscribers");
    }
    return new Traffic.Flow(perLot, subscribers, stalled);
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }
}
