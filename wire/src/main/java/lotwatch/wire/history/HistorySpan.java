package lotwatch.wire.history;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time, cut into hours or days.
 *
 * @param lot the lot it is asked for; null for all
 * @param to the first moment after
 * @param zone whose hours and days these are
 */
public record HistorySpan(@Nullable String lot, Instant from, Instant to, By by, ZoneId zone) {
  /** Hours or days of one answer. */
  public static final int POINTS_MAX = 10_000;

  /** How it is cut. */
  public enum By {
    /** By the hour. */
    HOUR,
    /** From midnight to midnight, which are 23 or 25 hours when clocks change. */
    DAY
  }

  /** When the hour or day began that a moment is in. */
  public Instant begin(Instant at) {
    var there = at.atZone(zone);
    return switch (by) {
      case HOUR -> there.truncatedTo(ChronoUnit.HOURS).toInstant();
      case DAY -> there.toLocalDate().atStartOfDay(zone).toInstant();
    };
  }

  /** When the next hour or day begins. */
  public Instant next(Instant begin) {
    ZonedDateTime there = begin.atZone(zone);
    var next =
        switch (by) {
          case HOUR -> begin(begin.plus(1, ChronoUnit.HOURS));
          case DAY -> there.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
        };
    return next.isAfter(begin) ? next : begin.plus(1, ChronoUnit.HOURS);
  }

  /** About how many hours or days it has. */
  public long points() {
    return (by == By.HOUR ? ChronoUnit.HOURS : ChronoUnit.DAYS).between(from, to) + 1;
  }
}
