package lotwatch.replica.blobs;

import java.io.IOException;
import java.nio.file.Files;
import lotwatch.wire.blobs.BlobsFullException;
import lotwatch.wire.blobs.Space;

/** How much more may be kept here: what the operator allows, and what the disk has. */
final class BlobSpace {
  private final BlobFiles files;
  private final long bytesMax;
  private final long freeBytesMin;
  private long coming;
  private long toWrite;

  /** What becomes of a file that takes space. */
  enum Purpose {
    /** It is kept for the cluster, and is on the disk already. */
    KEPT,
    /** It is kept for the cluster, and is written now. */
    COPIED,
    /** It is read here, and gone when nobody has read it for a while. */
    READ
  }

  BlobSpace(BlobFiles files, BlobSettings settings) {
    this.files = files;
    this.freeBytesMin = settings.freeBytesMin();
    this.bytesMax =
        settings.bytesMax() > 0
            ? settings.bytesMax()
            : (free(files) + files.bytes()) / 100 * BlobSettings.SHARE_PERCENT;
  }

  private static long free(BlobFiles files) {
    try {
      return Files.getFileStore(files.root()).getUsableSpace();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Bytes that may be kept for the cluster. */
  long bytesMax() {
    return bytesMax;
  }

  /**
   * Whether so many bytes more can be kept.
   *
   * @throws BlobsFullException if not
   */
  void check(long bytes, Purpose purpose) throws BlobsFullException {
    reserve(bytes, purpose).close();
  }

  /**
   * Has space for a file until it is there and counts by itself.
   *
   * @throws BlobsFullException if there is none
   */
  Space reserve(long bytes, Purpose purpose) throws BlobsFullException {
    take(bytes, purpose);
    return new Reserved(bytes, purpose);
  }

  private synchronized void take(long bytes, Purpose purpose) throws BlobsFullException {
    long taken = files.bytes() + coming;
    if (purpose != Purpose.READ && bytes > bytesMax - taken) {
      throw new BlobsFullException(
          "%d MB of blobs are kept here or on their way and recordings.bytes-max is %d MB, so %d bytes more do not fit: delete recordings or raise it"
              .formatted(taken >> 20, bytesMax >> 20, bytes));
    }
    long more = purpose == Purpose.KEPT ? 0 : bytes;
    long free = free(files);
    if (more > free - toWrite - freeBytesMin) {
      throw new BlobsFullException(
          "disk full: %s has %d MB free, %d bytes are to come and recordings.free-disk-min is %d MB: free some space"
              .formatted(files.root(), free >> 20, toWrite + more, freeBytesMin >> 20));
    }
    count(bytes, more);
  }

  private synchronized void count(long more, long moreToWrite) {
    coming += more;
    toWrite += moreToWrite;
  }

  private final class Reserved implements Space {
    private final Purpose purpose;
    private long bytes;
    private long left;

    Reserved(long bytes, Purpose purpose) {
      this.purpose = purpose;
      this.bytes = bytes;
      this.left = purpose == Purpose.KEPT ? 0 : bytes;
    }

    @Override
    public void extend(long more) throws BlobsFullException {
      take(more, purpose);
      bytes += more;
      left += purpose == Purpose.KEPT ? 0 : more;
    }

    @Override
    public void wrote(long written) {
      long less = Math.min(written, left);
      left -= less;
      count(0, -less);
    }

    @Override
    public void handOver(long kept) {
      wrote(kept);
      long less = Math.min(kept, bytes);
      bytes -= less;
      count(-less, 0);
    }

    @Override
    public void close() {
      count(-bytes, -left);
      bytes = 0;
      left = 0;
    }
  }
}
