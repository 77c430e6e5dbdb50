package lotwatch.lab.bench.load;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Counts what came of requests. Used by one thread. */
final class RequestCounts {
  private final long fromNanos;
  private final long untilNanos;
  private final Map<RequestAnswer, Long> answers = new EnumMap<>(RequestAnswer.class);
  private final Histogram latencies = Latencies.empty();
  private long timeouts;
  private long broken;
  private String problem = "";

  /** Counts requests of this time only, by {@link System#nanoTime}. */
  RequestCounts(long fromNanos, long untilNanos) {
    this.fromNanos = fromNanos;
    this.untilNanos = untilNanos;
  }

  private boolean counts(long atNanos) {
    return atNanos - fromNanos >= 0 && atNanos - untilNanos < 0;
  }

  void answered(RequestAnswer answer, long atNanos, long nowNanos) {
    if (answer == RequestAnswer.WRONG) {
      problem("an answer that is an error or makes no sense");
    }
    if (counts(atNanos)) {
      answers.merge(answer, 1L, Long::sum);
      if (answer != RequestAnswer.WRONG) {
        latencies.recordValue(nowNanos - atNanos);
      }
    }
  }

  void timedOut(long atNanos, long nowNanos) {
    problem("no answer in time");
    if (counts(atNanos)) {
      timeouts++;
      latencies.recordValue(nowNanos - atNanos);
    }
  }

  void broke(long atNanos, String why) {
    problem(why);
    if (counts(atNanos)) {
      broken++;
    }
  }

  void problem(String what) {
    if (problem.isEmpty()) {
      problem = what;
    }
  }

  Outcome outcome(SendRate pace) {
    return new Outcome(
        (untilNanos - fromNanos) / 1e9,
        answers,
        timeouts,
        broken,
        Latencies.of(latencies, pace),
        problem);
  }
}
