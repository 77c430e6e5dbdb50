package lotwatch.replica;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lotwatch.ledger.UnavailableException;

/** The room left on the folder's disk, looked at a few times a second at most. */
final class FreeSpace {
  private static final long LOOK_EVERY_NANOS = 200_000_000;

  private final Path folder;
  private final long freeBytesMin;
  private volatile long free = Long.MAX_VALUE;
  private volatile long lookedAtNanos = System.nanoTime() - LOOK_EVERY_NANOS;

  FreeSpace(Path folder, long freeBytesMin) {
    this.folder = folder;
    this.freeBytesMin = freeBytesMin;
  }

  /** Whether there is too little for a command. */
  boolean isShort() {
    long now = System.nanoTime();
    if (now - lookedAtNanos >= LOOK_EVERY_NANOS) {
      lookedAtNanos = now;
      free = look();
    }
    return free < freeBytesMin;
  }

  /** Refuses while there is too little for a command. */
  void check() throws UnavailableException {
    if (isShort()) {
      throw new UnavailableException(
          "disk full: %s has %d MB free, %d MB are needed: free some space"
              .formatted(folder, free >> 20, freeBytesMin >> 20),
          false);
    }
  }

  /** Whether a snapshot may be written; it may use half of what commands must leave. */
  boolean spaceForSnapshot() {
    return look() >= freeBytesMin / 2;
  }

  private long look() {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      return 0;
    }
  }
}
