package lotwatch.client;

import java.time.Duration;

/**
 * How long a client waits. Looking a name up is the operating system's, and not bounded by these.
 *
 * @param connectMax for a connection to one address; and when so long nobody let us in, wherever we
 *     tried, a call is given up
 * @param answerMax for one answer, from the first byte sent to the last one received
 * @param callMax for a call with all its tries; no try begins after it, none lasts beyond it
 */
public record Timeouts(Duration connectMax, Duration answerMax, Duration callMax) {
  private static final Duration LONGEST = Duration.ofDays(1);

  /** 5 s for a connection, 5 s for an answer, 30 s for a call: a cluster elects a leader in 2 s. */
  public static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(30));

  /**
   * @throws IllegalArgumentException if one of them is not above 0 and up to a day
   */
  public Timeouts {
    check("connectMax", connectMax);
    check("answerMax", answerMax);
    check("callMax", callMax);
  }

  private static void check(String name, Duration wait) {
    if (!wait.isPositive() || wait.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s is %s, it must be above 0 and at most %s".formatted(name, wait, LONGEST));
    }
  }
}
