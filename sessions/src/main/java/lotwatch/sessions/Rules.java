package lotwatch.sessions;

import java.io.Serializable;

/**
 * When a session ends by itself, how late a sighting may be, and for how long an ended session is
 * remembered.
 *
 * @param timeoutSeconds without a sighting, after which a session ends by itself
 * @param latenessSeconds by which the start of a session may move back
 * @param forgetSeconds after the moment of closing, until which a late sighting or a copy of one is
 *     known as such; at least the lateness
 */
public record Rules(long timeoutSeconds, long latenessSeconds, long forgetSeconds)
    implements Serializable {
  /** Ten minutes, ten seconds, a minute. */
  public static final Rules DEFAULT = new Rules(600, 10, 60);

  /** Below it, cars that stand still time out between two sightings of system C's cameras. */
  public static final long TIMEOUT_SECONDS_SHORT = 120;

  /** The longest of all times: a week. */
  public static final long SECONDS_MAX = 7 * 86_400L;

  /**
   * @throws IllegalArgumentException if something crosses its limit; names the field and the limit
   */
  public Rules {
    checked("timeout", timeoutSeconds, 1);
    checked("lateness", latenessSeconds, 0);
    checked("forget", forgetSeconds, latenessSeconds);
  }

  private static void checked(String field, long value, long min) {
    if (value < min || value > SECONDS_MAX) {
      throw new IllegalArgumentException(
          "%s is %d s, the limits are %d s and %d s".formatted(field, value, min, SECONDS_MAX));
    }
  }
}
