package lotwatch.lab.bench.load;

import java.util.Map;

/**
 * What came of the requests of one run. Counted are those that were sent (at open pace: due) after
 * the warm-up and before the end, whenever their answer came.
 *
 * @param seconds between warm-up and end
 * @param answers how many there were of each kind, {@link RequestAnswer#WRONG} among them
 * @param timeouts requests that had no answer in time
 * @param broken requests whose connection broke, or for which none could be made
 * @param latencies of those that were answered as they should be, and of the timeouts
 * @param problem the first thing that went wrong; empty if nothing did
 */
public record Outcome(
    double seconds,
    Map<RequestAnswer, Long> answers,
    long timeouts,
    long broken,
    Latencies latencies,
    String problem) {
  /** Keeps a copy of the counts. */
  public Outcome {
    answers = Map.copyOf(answers);
  }

  /** Answers of one kind. */
  public long count(RequestAnswer answer) {
    return answers.getOrDefault(answer, 0L);
  }

  /** All requests. */
  public long total() {
    return answers.values().stream().mapToLong(Long::longValue).sum() + timeouts + broken;
  }

  /** Those of which the server did what was asked for. */
  public long successful() {
    return answers.entrySet().stream()
        .filter(entry -> entry.getKey().isSuccess())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Those that were answered with no, which is a right answer. */
  public long refused() {
    return count(RequestAnswer.REFUSED);
  }

  /** Those that were answered with an error or nonsense, or whose connection broke. */
  public long failed() {
    return count(RequestAnswer.WRONG) + broken;
  }

  /** Successful requests per second. */
  public double perSecond() {
    return successful() / seconds;
  }
}
