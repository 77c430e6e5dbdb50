package lotwatch.node;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * The system's clock without its steps. The time goes on as the monotonic clock does and never
 * back. Where the system's clock differs by little, it is followed by going faster or slower. A
 * step is followed only when it has lasted for {@link #STEP_WAIT}: forward by a step, back by going
 * slower. So a clock that is an hour ahead for some seconds ends no reservation, and keeps no dead
 * camera alive.
 *
 * <p>Any thread may ask it; times are in full milliseconds.
 */
final class SteadyClock implements InstantSource {
  /** What differs by more is a step. */
  static final Duration STEP_MIN = Duration.ofSeconds(2);

  /** So long a step must last. */
  static final Duration STEP_WAIT = Duration.ofMinutes(1);

  /** By one part of so many it goes faster or slower to follow. */
  static final int SLEW = 10;

  private static final System.Logger LOG = System.getLogger("lotwatch.node");

  private final InstantSource system;
  private final LongSupplier nanos;
  private Instant time;
  private long atNanos;
  private boolean isStepped;
  private boolean isBehind;
  private long steppedAtNanos;
  private Duration step = Duration.ZERO;

  /**
   * Begins with the time of the system's clock.
   *
   * @param nanos as {@link System#nanoTime}
   */
  SteadyClock(InstantSource system, LongSupplier nanos) {
    this.system = system;
    this.nanos = nanos;
    time = system.instant();
    atNanos = nanos.getAsLong();
  }

  /** That of this machine. */
  static SteadyClock ofSystem() {
    return new SteadyClock(Clock.systemUTC(), System::nanoTime);
  }

  @Override
  public synchronized Instant instant() {
    long now = nanos.getAsLong();
    long passed = Math.max(0, now - atNanos);
    var steady = time.plusNanos(passed);
    var ahead = Duration.between(steady, system.instant());
    atNanos = now;
    time = steady.plus(correction(ahead, passed, now));
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * By how much to go on faster or slower.
   *
   * @param ahead by how much the system's clock is
   * @param passed nanoseconds since it was looked at
   */
  private Duration correction(Duration ahead, long passed, long now) {
    if (ahead.abs().compareTo(STEP_MIN) <= 0) {
      if (isStepped) {
        isStepped = false;
        isBehind = false;
        LOG.log(INFO, "the system's clock is right again");
      }
      return slewed(ahead, passed);
    }
    if (isBehind && ahead.isNegative()) { // its step back has lasted, and is being made up
      return slewed(ahead, passed);
    }
    if (!isStepped || isBehind || ahead.minus(step).abs().compareTo(STEP_MIN) > 0) {
      isBehind = false;
      step = ahead; // another step than before has to last by itself
      isStepped = true;
      steppedAtNanos = now;
      LOG.log(
          WARNING,
          "the system''s clock went {0} by {1}; it is followed if that lasts for {2}",
          ahead.isNegative() ? "back" : "forward",
          ahead.abs().truncatedTo(ChronoUnit.SECONDS),
          STEP_WAIT);
    }
    if (now - steppedAtNanos < STEP_WAIT.toNanos()) {
      return Duration.ZERO;
    }
    if (ahead.isNegative()) {
      isBehind = true;
      return slewed(ahead, passed);
    }
    isStepped = false;
    LOG.log(WARNING, "the time goes forward by {0}", ahead.truncatedTo(ChronoUnit.SECONDS));
    return ahead;
  }

  private static Duration slewed(Duration ahead, long passed) {
    long most = passed / SLEW;
    return Duration.ofNanos(Math.clamp(ahead.toNanos(), -most, most));
  }
}
