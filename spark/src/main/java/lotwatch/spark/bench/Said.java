package lotwatch.spark.bench;

import java.util.Locale;

/** The lines of the report. */
final class Said {
  private Said() {}

  static void say(String what, String measured) {
    System.out.printf("%-32s %s%n", what, measured);
  }

  static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }

  static String rate(long nanos, int count) {
    return String.format(
        Locale.ROOT, "%.1f s, %,.0f sightings/s", nanos / 1e9, 1e9 * count / nanos);
  }

  static String perMillion(double seconds, int count) {
    return String.format(Locale.ROOT, "%.1f s, %.1f s per million", seconds, 1e6 * seconds / count);
  }

  /** Says whether something is as the machine has it, and returns that. */
  static boolean verdict(String what, int count, boolean isEqual) {
    var words = isEqual ? "all as the machine has them" : "NOT as the machine has them";
    say(what, String.format(Locale.ROOT, "%,d, %s", count, words));
    return isEqual;
  }

  /** The same of the rows that the job wrote. */
  static boolean agrees(Traces kafka, Expected expected) {
    boolean isEqual = kafka.rows().equals(expected.rows()) && kafka.conflicts() == 0;
    return verdict("rows", expected.size(), isEqual);
  }
}
