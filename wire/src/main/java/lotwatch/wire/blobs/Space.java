package lotwatch.wire.blobs;

/**
 * Space on this node's disk, and in its quota, that nobody else gets until it is closed. Used by
 * one thread at a time.
 */
public interface Space extends AutoCloseable {
  /**
   * Has so many bytes more.
   *
   * @throws BlobsFullException if they do not fit; what it had it still has
   */
  void extend(long bytes) throws BlobsFullException;

  /** So many bytes of it are on the disk now, which therefore has less to give. */
  void wrote(long bytes);

  /**
   * So many bytes of it are in a file that is kept next, and counts by itself: the rest is for what
   * is still to come.
   */
  void handOver(long bytes);

  /** Gives back what it has; once, however often it is asked. */
  @Override
  void close();
}
