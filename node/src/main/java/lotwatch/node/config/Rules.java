package lotwatch.node.config;

import static lotwatch.wire.settings.Section.WAIT_MIN;
import static lotwatch.wire.settings.Section.WEEK_MAX;

import java.time.Duration;
import java.util.Optional;
import lotwatch.ledger.Policy;
import lotwatch.wire.settings.Section;

/** Reads the ledger's policy for it: the ledger knows no files. */
final class Rules {
  private static final int FRAMES_MAX = 1_000;

  private Rules() {}

  /** What becomes of a reservation of a place of which nobody knows whether it is free. */
  private enum ReserveUnknown {
    REFUSE,
    ALLOW
  }

  /**
   * Reads the section {@code ledger}.
   *
   * @return empty if it is a problem
   */
  static Optional<Policy> read(Section ledger) {
    var rules = Policy.DEFAULT;
    double occupiedFrom = ledger.number("occupied-from", rules.occupiedFrom(), 0, 1);
    double freeUpTo = ledger.number("free-up-to", rules.freeUpTo(), 0, 1);
    int framesMin = ledger.integer("frames-min", rules.framesMin(), 1, FRAMES_MAX);
    var settle = ledger.seconds("settle", rules.settle(), Duration.ZERO, WEEK_MAX);
    var doubtMax = ledger.seconds("doubt-max", rules.doubtMax(), WAIT_MIN, WEEK_MAX);
    var blindAfter = ledger.seconds("blind-after", rules.blindAfter(), WAIT_MIN, WEEK_MAX);
    var silentAfter = ledger.seconds("silent-after", rules.silentAfter(), WAIT_MIN, WEEK_MAX);
    var hold = ledger.seconds("hold", rules.hold(), WAIT_MIN, WEEK_MAX);
    var unknown = ledger.choice("reserve-unknown", ReserveUnknown.REFUSE, ReserveUnknown.class);
    if (freeUpTo >= occupiedFrom) {
      ledger.problem(
          "free-up-to",
          "is %s, it must be below ledger.occupied-from, which is %s"
              .formatted(freeUpTo, occupiedFrom));
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Policy(
              occupiedFrom,
              freeUpTo,
              framesMin,
              settle,
              doubtMax,
              blindAfter,
              silentAfter,
              hold,
              unknown == ReserveUnknown.ALLOW));
    } catch (IllegalArgumentException e) {
      ledger.problemOf("ledger", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
