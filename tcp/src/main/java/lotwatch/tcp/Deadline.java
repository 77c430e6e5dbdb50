package lotwatch.tcp;

import java.time.Duration;

/** A moment after which a connection is cut; set by its thread, looked at by the door's watch. */
final class Deadline {
  private static final long NONE = Long.MAX_VALUE;

  private volatile long atNanos = NONE;

  void in(Duration wait) {
    atNanos = System.nanoTime() + wait.toNanos();
  }

  void at(long nanos) {
    atNanos = nanos;
  }

  void clear() {
    atNanos = NONE;
  }

  boolean isOver(long nowNanos) {
    long at = atNanos;
    return at != NONE && nowNanos - at > 0;
  }
}
