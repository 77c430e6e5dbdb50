package lotwatch.recordings.work;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lotwatch.ledger.BlobCommand;
import lotwatch.ledger.BlobId;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.blobs.BlobsFullException;
import lotwatch.wire.blobs.Space;

/**
 * Blobs in a folder that nothing uses: each is forgotten when it was not needed for as long as the
 * ledger knows such ones. Their clock is turned by what is kept; their disk has so many bytes.
 */
final class ForgettingBlobs implements Blobs {
  private final Path folder;
  private final Map<BlobId, Long> neededAt = new HashMap<>();
  private final Duration keepTakes;
  private long nanos;
  private long bytesMax = Long.MAX_VALUE;
  private long bytes;
  private long reserved;

  /**
   * @param keepTakes how long it takes to keep one
   */
  ForgettingBlobs(Path folder, Duration keepTakes) {
    this.folder = folder;
    this.keepTakes = keepTakes;
  }

  long nanos() {
    return nanos;
  }

  /** From now on there is space for no more than this beside what is there. */
  void leave(long more) {
    bytesMax = bytes + more;
  }

  /** Bytes that somebody has reserved now. */
  long reserved() {
    return reserved;
  }

  /** Whether it is known still. */
  boolean knows(BlobId blob) {
    var since = neededAt.get(blob);
    return since != null && nanos - since < BlobCommand.UNUSED_MAX.toNanos();
  }

  @Override
  public Path folder(String name) throws IOException {
    return Files.createTempDirectory(folder, name);
  }

  @Override
  public BlobId keep(Path file) throws IOException {
    check(Files.size(file));
    var blob = new BlobId("%064x".formatted(neededAt.size() + 1));
    bytes += Files.size(file);
    Files.move(file, path(blob), REPLACE_EXISTING);
    nanos += keepTakes.toNanos();
    neededAt.put(blob, nanos);
    return blob;
  }

  private Path path(BlobId blob) {
    return folder.resolve(blob.sha256());
  }

  @Override
  public void need(List<BlobId> blobs) throws IOException {
    for (var blob : blobs) {
      if (!knows(blob)) {
        throw new IOException("blob %s is forgotten".formatted(blob));
      }
      neededAt.put(blob, nanos);
    }
  }

  @Override
  public Path fetch(BlobId blob) throws IOException {
    Objects.requireNonNull(neededAt.get(blob), "was kept");
    return path(blob);
  }

  @Override
  public void suspect(BlobId blob) {
    throw new IllegalStateException("nothing is damaged here");
  }

  private void check(long more) throws BlobsFullException {
    if (more > bytesMax - bytes - reserved) {
      throw new BlobsFullException(
          "%d bytes do not fit beside %d and %d to come".formatted(more, bytes, reserved));
    }
  }

  @Override
  public Space reserve(long more) throws BlobsFullException {
    check(more);
    reserved += more;
    return new Space() {
      private long left = more;

      @Override
      public void extend(long by) throws BlobsFullException {
        check(by);
        reserved += by;
        left += by;
      }

      @Override
      public void wrote(long written) {}

      @Override
      public void handOver(long kept) {
        long less = Math.min(kept, left);
        left -= less;
        reserved -= less;
      }

      @Override
      public void close() {
        reserved -= left;
        left = 0;
      }
    };
  }
}
