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

  /** What one connection fills. Used by its loop. */
  final class Share {
    private int bytes;

    /** Fills so many bytes from now on; false if there is no memory for them, and as before. */
    boolean fill(int now) {
      int more = counted(now) - counted(bytes);
      if (more != 0 && taken.addAndGet(more) > BYTES_MAX && more > 0) {
        taken.addAndGet(-more);
        return false;
      }
      bytes = now;
      return true;
    }
  }

  private static int counted(int bytes) {
    return Math.max(0, bytes - FREE_BYTES);
  }
}
