package lotwatch.ledger;

import java.time.Duration;

/**
 * When what was seen becomes what is so. Part of the state, so that every replica decides alike.
 *
 * @param occupiedFrom from this probability on a frame speaks for a vehicle; above {@code
 *     freeUpTo}, at most 1
 * @param freeUpTo up to this probability a frame speaks for an empty spot; what lies between speaks
 *     for neither
 * @param framesMin how many frames in a row must agree before a spot changes
 * @param settle how long they must agree; half of it for a spot that is unknown
 * @param doubtMax how long a spot may go without a frame that speaks for its state before it turns
 *     unknown
 * @param blindAfter how long a camera may be black or covered before its spots turn unknown
 * @param silentAfter how long a camera may send nothing before its spots turn unknown
 * @param hold how long a reservation lasts
 * @param reserveUnknown whether a place of which nobody knows whether it is free can be reserved;
 *     version 4
 */
public record Policy(
    double occupiedFrom,
    double freeUpTo,
    int framesMin,
    Duration settle,
    Duration doubtMax,
    Duration blindAfter,
    Duration silentAfter,
    Duration hold,
    boolean reserveUnknown) {
  /** The longest of the times above. */
  public static final Duration WAIT_MAX = Duration.ofDays(7);

  /** Sane for one frame a second. */
  public static final Policy DEFAULT =
      new Policy(
          0.6,
          0.4,
          3,
          Duration.ofSeconds(3),
          Duration.ofSeconds(60),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(300));

  /** Rules by which only what is known to be free can be reserved. */
  public Policy(
      double occupiedFrom,
      double freeUpTo,
      int framesMin,
      Duration settle,
      Duration doubtMax,
      Duration blindAfter,
      Duration silentAfter,
      Duration hold) {
    this(occupiedFrom, freeUpTo, framesMin, settle, doubtMax, blindAfter, silentAfter, hold, false);
  }

  /** The version that knows these rules. */
  public int version() {
    return reserveUnknown ? 4 : Versions.FIRST;
  }

  /**
   * @throws IllegalArgumentException naming the field and the limit it breaks
   */
  public Policy {
    check(
        0 <= freeUpTo && freeUpTo < occupiedFrom && occupiedFrom <= 1,
        "freeUpTo %s and occupiedFrom %s: need 0 <= freeUpTo < occupiedFrom <= 1"
            .formatted(freeUpTo, occupiedFrom));
    check(
        framesMin >= 1 && framesMin <= 1000,
        "framesMin is %d, the limits are 1 and 1000".formatted(framesMin));
    checkWait("settle", settle, true);
    checkWait("doubtMax", doubtMax, false);
    checkWait("blindAfter", blindAfter, false);
    checkWait("silentAfter", silentAfter, false);
    checkWait("hold", hold, false);
  }

  private static void checkWait(String field, Duration wait, boolean zeroAllowed) {
    check(
        !wait.isNegative() && (zeroAllowed || !wait.isZero()) && wait.compareTo(WAIT_MAX) <= 0,
        "%s is %s, the limits are %s and %s"
            .formatted(field, wait, zeroAllowed ? "0" : "above 0", WAIT_MAX));
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
