package lotwatch.sim;

import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** The seeds of this run: {@code -Dseed=42} runs one case again. */
final class Seeds {
  private static final int CASES = 3;

  private Seeds() {}

  static LongStream some() {
    String asked = System.getProperty("seed");
    if (asked != null) {
      return LongStream.of(Long.parseLong(asked));
    }
    return new SplittableRandom().longs(CASES, 0, 1_000_000);
  }
}
