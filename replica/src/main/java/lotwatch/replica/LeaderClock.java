package lotwatch.replica;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import lotwatch.ledger.Command;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.UnavailableException;

/**
 * The leader's clock: lets happen what is due, by a {@link Command.Tick} in the log. When nothing
 * waits for a time, nothing is written. A thread of its own, woken when the deadline changes.
 */
final class LeaderClock implements AutoCloseable {
  /** The clock is looked at this often while something waits, as it may be set by hand. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private static final System.Logger LOG = System.getLogger("lotwatch.replica");

  private final InstantSource clock;
  private final Supplier<Instant> due;
  private final BooleanSupplier leading;
  private final Inbox inbox;
  private final Thread thread;
  private volatile boolean closed;

  /** Whether the log says already that what is due has to wait. */
  private boolean isSaid;

  LeaderClock(InstantSource clock, Supplier<Instant> due, BooleanSupplier leading, Inbox inbox) {
    this.clock = clock;
    this.due = due;
    this.leading = leading;
    this.inbox = inbox;
    thread = Thread.ofPlatform().daemon().name("leader-clock").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** The deadline or the leadership may have changed. */
  void wake() {
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      var next = due.get();
      if (next.equals(Instant.MAX) || !leading.getAsBoolean()) {
        LockSupport.park(this);
      } else if (next.isAfter(clock.instant())) {
        var wait = Duration.between(clock.instant(), next);
        LockSupport.parkNanos(
            this, wait.compareTo(LOOK_EVERY) < 0 ? wait.toNanos() + 1 : LOOK_EVERY.toNanos());
      } else {
        tick();
      }
    }
  }

  private void tick() {
    try {
      inbox.submit(new Command.Tick(), null);
      isSaid = false;
    } catch (UnavailableException e) {
      if (!closed) {
        LOG.log(isSaid ? DEBUG : WARNING, "what is due has to wait: {0}", e.getMessage());
        isSaid = true;
        LockSupport.parkNanos(this, 1_000_000_000);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    LockSupport.unpark(thread);
  }
}
