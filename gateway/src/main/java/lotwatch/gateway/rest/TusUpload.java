package lotwatch.gateway.rest;

import java.util.concurrent.locks.ReentrantLock;
import lotwatch.gateway.uploads.Upload;
import lotwatch.wire.recordings.Wanted;
import org.jspecify.annotations.Nullable;

/** An upload that may be cut off and go on. Its fields are used by who holds its lock. */
final class TusUpload {
  final ReentrantLock lock = new ReentrantLock();
  final Upload upload;
  final String label;
  final Wanted wanted;
  final long length;

  /** The recording that became of it; null until it is whole. */
  volatile @Nullable String recording;

  /** How many bytes are there. */
  volatile long offset;

  /** When something came last, by the clock of {@link TusRoutes}. */
  volatile long lastNanos;

  TusUpload(Upload upload, String label, Wanted wanted, long length, long lastNanos) {
    this.lastNanos = lastNanos;
    this.upload = upload;
    this.label = label;
    this.wanted = wanted;
    this.length = length;
  }
}
