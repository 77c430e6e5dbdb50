package lotwatch.replica;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The time that a leader gives to commands: that of this node's clock, but never ahead of what the
 * clocks of a majority of the voters say. Of three clocks, one may be wrong by any amount, the
 * leader's too. While a node leads, the time never goes back: where it is ahead, it goes slower by
 * one part of {@link #SLEW}. It also goes on from the newest time in the log, so that it cannot
 * stand still there.
 *
 * <p>Any thread may ask it; times are in full milliseconds.
 */
final class ClusterClock implements InstantSource {
  /** What was heard of a clock counts for so long. */
  static final Duration READING_AGE_MAX = Duration.ofSeconds(10);

  /** By one part of so many it goes slower to be caught up with. */
  static final int SLEW = 10;

  /** What differs by more is said in the log. */
  static final Duration SAY_MIN = Duration.ofSeconds(2);

  private static final System.Logger LOG = System.getLogger("lotwatch.replica");

  private final InstantSource own;
  private final LongSupplier nanos;
  private final BooleanSupplier leading;
  private final Supplier<Instant> ofLog;
  private final Map<String, Reading> others = new HashMap<>();
  private int voters = 1;
  private Instant time = Instant.MIN;
  private long atNanos;
  private boolean led;
  private boolean isSaid;

  private record Reading(Instant time, long atNanos) {}

  /**
   * @param own this node's clock
   * @param nanos as {@link System#nanoTime}
   * @param leading whether this node gives the time
   * @param ofLog the newest time in the log
   */
  ClusterClock(
      InstantSource own, LongSupplier nanos, BooleanSupplier leading, Supplier<Instant> ofLog) {
    this.own = own;
    this.nanos = nanos;
    this.leading = leading;
    this.ofLog = ofLog;
  }

  /** What this node's own clock says, for the others. */
  Instant own() {
    return own.instant();
  }

  /** As {@link System#nanoTime}. */
  long nanos() {
    return nanos.getAsLong();
  }

  /** The clock of another voter said this at that moment. */
  synchronized void learn(String voter, Instant said, long atNanos) {
    others.put(voter, new Reading(said, atNanos));
  }

  /** These are the voters now. */
  synchronized void voters(Collection<String> now) {
    voters = Math.max(1, now.size());
    others.keySet().retainAll(now);
  }

  /** Whether the clocks of a majority are known. */
  synchronized boolean isSure() {
    return known(nanos.getAsLong()).size() >= majority();
  }

  private int majority() {
    return voters / 2 + 1;
  }

  @Override
  public synchronized Instant instant() {
    long now = nanos.getAsLong();
    var right = right(now);
    boolean leads = leading.getAsBoolean();
    if (!leads) {
      time = right; // others give the time
    } else {
      if (led && right.isBefore(time)) {
        long passed = Math.max(0, now - atNanos);
        time = time.plusNanos(passed - passed / SLEW);
      } else {
        time = right;
      }
      var logged = ofLog.get();
      time = logged.isAfter(time) ? logged : time;
    }
    led = leads;
    atNanos = now;
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  /** The latest time that a majority has reached; its own if it does not know enough of them. */
  private Instant right(long now) {
    var known = known(now);
    if (known.size() < majority()) {
      return own.instant();
    }
    known.sort(Comparator.reverseOrder());
    var right = known.get(majority() - 1);
    if (known.size() > majority()) { // else nobody can tell which of them is wrong
      say(Duration.between(right, own.instant()));
    }
    return right;
  }

  private List<Instant> known(long now) {
    var known = new ArrayList<Instant>();
    known.add(own.instant());
    for (var reading : others.values()) {
      long age = now - reading.atNanos();
      if (age <= READING_AGE_MAX.toNanos()) {
        known.add(reading.time().plusNanos(age));
      }
    }
    return known;
  }

  private void say(Duration ahead) {
    boolean isOff = ahead.abs().compareTo(SAY_MIN) > 0;
    if (isOff != isSaid) {
      isSaid = isOff;
      if (isOff) {
        LOG.log(
            WARNING,
            "this node''s clock is {0} {1} those of the other nodes, which count: set it right",
            ahead.abs().truncatedTo(ChronoUnit.MILLIS),
            ahead.isNegative() ? "behind" : "ahead of");
      } else {
        LOG.log(INFO, "this node's clock agrees with those of the other nodes again");
      }
    }
  }
}
