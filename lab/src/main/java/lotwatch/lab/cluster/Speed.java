package lotwatch.lab.cluster;

import java.util.Locale;

/**
 * What a load came to.
 *
 * @param clients that worked at a time
 * @param done operations that were answered with yes
 * @param perSecond of them
 * @param medianMicros of an operation
 * @param p95Micros 95 of 100 took no longer
 * @param p99Micros 99 of 100 took no longer
 * @param maxMicros the longest
 * @param failed operations that were refused or not answered
 * @param why the first of those says; empty if there are none
 */
public record Speed(
    int clients,
    long done,
    double perSecond,
    long medianMicros,
    long p95Micros,
    long p99Micros,
    long maxMicros,
    long failed,
    String why) {
  private static final int WORDS = 9;

  /** One line, for {@link #of}. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%d %d %.1f %d %d %d %d %d %s",
        clients,
        done,
        perSecond,
        medianMicros,
        p95Micros,
        p99Micros,
        maxMicros,
        failed,
        why.replace('\n', ' '));
  }

  /** Reads a {@link #line}. */
  static Speed of(String line) {
    var words = line.split(" ", WORDS);
    return new Speed(
        Integer.parseInt(words[0]),
        Long.parseLong(words[1]),
        Double.parseDouble(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]),
        Long.parseLong(words[6]),
        Long.parseLong(words[7]),
        words[8]);
  }
}
