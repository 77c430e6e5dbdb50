package lotwatch.replica;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Has another voter lead when the leader's disk has too little space for commands: those of the
 * others are as good. A thread of its own, which looks now and then.
 */
final class SpaceWatch implements AutoCloseable {
  /** Between two looks. */
  static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private static final System.Logger LOG = System.getLogger("lotwatch.replica");

  private final FreeSpace space;
  private final BooleanSupplier leading;
  private final BooleanSupplier handOver;
  private final Thread thread;
  private boolean told;
  private volatile boolean closed;

  /**
   * @param leading whether this voter leads
   * @param handOver asks another voter that has space to lead, and tells whether there is one
   */
  SpaceWatch(FreeSpace space, BooleanSupplier leading, BooleanSupplier handOver) {
    this.space = space;
    this.leading = leading;
    this.handOver = handOver;
    thread = Thread.ofPlatform().daemon().name("space-watch").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!closed) {
      try {
        look();
      } catch (RuntimeException e) { // it looks again: without it a full disk stops all writes
        if (!closed) {
          LOG.log(ERROR, "whether there is space for commands cannot be told", e);
        }
      }
      LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
    }
  }

  private void look() {
    boolean isShort = space.isShort();
    boolean handsOver = isShort && leading.getAsBoolean() && handOver.getAsBoolean();
    if (isShort != told) {
      told = isShort;
      if (isShort) {
        LOG.log(WARNING, handsOver ? "{0}; another node leads" : "{0}", space.why());
      } else {
        LOG.log(INFO, "the disk has space for commands again");
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
