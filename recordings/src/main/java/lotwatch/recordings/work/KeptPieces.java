package lotwatch.recordings.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import lotwatch.ledger.BlobCommand;
import lotwatch.ledger.BlobId;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.blobs.Space;

/**
 * What a step has kept before it is done: nothing uses it until then, and a step may take longer
 * than such blobs are known.
 */
final class KeptPieces {
  /** How often it is said that they are needed. */
  static final Duration NEED_EVERY = BlobCommand.UNUSED_MAX.dividedBy(4);

  private final Blobs blobs;
  private final Space space;
  private final LongSupplier nanos;
  private final List<BlobId> kept = new ArrayList<>();
  private long saidAt;

  /**
   * @param space what the step has reserved for them
   * @param nanos a clock that only tells how much time has passed
   */
  KeptPieces(Blobs blobs, Space space, LongSupplier nanos) {
    this.blobs = blobs;
    this.space = space;
    this.nanos = nanos;
    saidAt = nanos.getAsLong();
  }

  /** Keeps one more file, and all that were kept before. */
  BlobId keep(Path file) throws IOException {
    space.handOver(Files.size(file));
    var blob = blobs.keep(file);
    kept.add(blob);
    if (nanos.getAsLong() - saidAt >= NEED_EVERY.toNanos()) {
      saidAt = nanos.getAsLong();
      blobs.need(kept);
    }
    return blob;
  }
}
