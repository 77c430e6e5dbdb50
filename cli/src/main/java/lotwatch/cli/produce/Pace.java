package lotwatch.cli.produce;

import java.util.concurrent.locks.LockSupport;

/** Waits for points in time. */
final class Pace {
  private Pace() {}

  /** Until {@link System#nanoTime} is there. */
  static void sleepUntil(long nanos) throws InterruptedException {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
