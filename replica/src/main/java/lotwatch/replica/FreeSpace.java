package lotwatch.replica;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lotwatch.ledger.Command;

/**
 * The space left on the folder's disk, looked at a few times a second at most. What users ask stops
 * first, then snapshots, and last what keeps the cluster going.
 */
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

  /** Whether there is too little for what users ask. */
  boolean isShort() {
    return newest() < freeBytesMin;
  }

  /** Whether there is too little for this; upkeep may use all but a quarter of what users leave. */
  boolean isShort(Command command) {
    return newest() < (command.isUpkeep() ? freeBytesMin / 4 : freeBytesMin);
  }

  /** Why a command is not taken, and what to do. */
  String why() {
    return "disk full: %s has %d MB free, %d MB are needed: free some space"
        .formatted(folder, free >> 20, freeBytesMin >> 20);
  }

  /** Whether a snapshot may be written; it may use half of what commands must leave. */
  boolean spaceForSnapshot() {
    return look() >= freeBytesMin / 2;
  }

  private long newest() {
    long now = System.nanoTime();
    if (now - lookedAtNanos >= LOOK_EVERY_NANOS) {
      lookedAtNanos = now;
      free = look();
    }
    return free;
  }

  private long look() {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      return 0;
    }
  }
}
