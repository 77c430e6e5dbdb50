package lotwatch.replica;

import static java.lang.System.Logger.Level.ERROR;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Asks the other voters now and then who they are and what time it is. A thread of its own. */
final class VoterWatch implements AutoCloseable {
  /** Between two looks. */
  static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private static final System.Logger LOG = System.getLogger("lotwatch.replica");

  private final Runnable greetAll;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param greetAll asks them all; ends within their time to answer
   */
  VoterWatch(Runnable greetAll) {
    this.greetAll = greetAll;
    thread = Thread.ofPlatform().daemon().name("voter-watch").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!closed) {
      try {
        greetAll.run();
      } catch (RuntimeException e) { // it asks again
        if (!closed) {
          LOG.log(ERROR, "the other voters cannot be asked who they are", e);
        }
      }
      LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
