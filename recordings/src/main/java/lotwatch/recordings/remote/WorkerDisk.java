package lotwatch.recordings.remote;

import java.util.function.LongSupplier;
import lotwatch.wire.blobs.BlobsFullException;
import lotwatch.wire.blobs.Space;

/** What the disk of a worker has for its tasks, which do not take it from each other. */
final class WorkerDisk {
  /** Bytes that its tasks leave free. */
  static final long FREE_BYTES_MIN = 64L << 20;

  private static final int MEBIBYTE_BITS = 20;

  private final LongSupplier free;
  private long toWrite;

  /**
   * @param free bytes that the disk has now
   */
  WorkerDisk(LongSupplier free) {
    this.free = free;
  }

  /**
   * Has space for what a task writes.
   *
   * @throws BlobsFullException if there is none
   */
  Space reserve(long bytes) throws BlobsFullException {
    take(bytes);
    return new Reserved(bytes);
  }

  private synchronized void take(long bytes) throws BlobsFullException {
    long now = free.getAsLong();
    if (bytes > now - toWrite - FREE_BYTES_MIN) {
      throw new BlobsFullException(
          "disk full: it has %d MB free, %d bytes are to come and %d MB are left: free some space"
              .formatted(now >> MEBIBYTE_BITS, toWrite + bytes, FREE_BYTES_MIN >> MEBIBYTE_BITS));
    }
    toWrite += bytes;
  }

  private synchronized void give(long bytes) {
    toWrite -= bytes;
  }

  private final class Reserved implements Space {
    private long left;

    private Reserved(long left) {
      this.left = left;
    }

    @Override
    public void extend(long more) throws BlobsFullException {
      take(more);
      left += more;
    }

    @Override
    public void wrote(long written) {
      long less = Math.min(written, left);
      left -= less;
      give(less);
    }

    @Override
    public void handOver(long kept) {
      wrote(kept);
    }

    @Override
    public void close() {
      give(left);
      left = 0;
    }
  }
}
