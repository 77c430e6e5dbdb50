package lotwatch.gateway.net;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all connections of a port together may fill with requests that are not whole yet.
 */
final class RequestMemory {
  /** Bytes that each connection may fill without being counted. */
  static final int FREE_BYTES = 8 << 10;

  /** Bytes beyond those, of all connections. */
  static final long BYTES_MAX = 64L << 20;

  private final AtomicLong taken = new AtomicLong();

  /**
   * A connection fills so many bytes now, and filled so many before.
   *
   * @return whether there is room; if not nothing has changed
   */
  boolean change(int before, int now) {
    int more = counted(now) - counted(before);
    if (more != 0 && taken.addAndGet(more) > BYTES_MAX && more > 0) {
      taken.addAndGet(-more);
      return false;
    }
    return true;
  }

  private static int counted(int bytes) {
    return Math.max(0, bytes - FREE_BYTES);
  }
}
