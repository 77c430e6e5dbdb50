package lotwatch.gateway.campus;

import java.time.Instant;

/** The times that system A sends: seconds since 1970. */
final class Timestamps {
  /** The first that has a date. */
  static final long TIMESTAMP_MIN = Instant.MIN.getEpochSecond();

  /** The last that has a date. */
  static final long TIMESTAMP_MAX = Instant.MAX.getEpochSecond();

  private Timestamps() {}

  /**
   * The time that a timestamp means.
   *
   * @throws IllegalArgumentException if it is beyond the limits
   */
  static Instant instant(long seconds) {
    if (seconds < TIMESTAMP_MIN || seconds > TIMESTAMP_MAX) {
      throw new IllegalArgumentException(
          "timestamp is %d, the limits are %d and %d"
              .formatted(seconds, TIMESTAMP_MIN, TIMESTAMP_MAX));
    }
    return Instant.ofEpochSecond(seconds);
  }
}
