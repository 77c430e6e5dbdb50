package lotwatch.replica;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A lower bound of what the log must hold: the last index that was synced, noted beside the log. A
 * log that ends before it has lost something that may have been acknowledged.
 *
 * <p>Two slots of counter, index and CRC-32C are written in turn, so that a torn write leaves the
 * other. The file is synced once a second, not for each note: an old note still is a lower bound.
 * Used by one thread at a time.
 */
final class SyncedMark implements AutoCloseable {
  private static final int SLOT_BYTES = 20;
  private static final int SLOT_EVERY = 4096;
  private static final long SYNC_EVERY_NANOS = 1_000_000_000;

  private final RandomAccessFile file;
  private long counter;
  private long index;
  private long syncedAtNanos = System.nanoTime();

  /** Opens the file and reads the newest good slot. */
  SyncedMark(Path path) throws IOException {
    file = new RandomAccessFile(path.toFile(), "rw");
    read(0);
    read(SLOT_EVERY);
  }

  /** The last index noted; 0 before the first. */
  long index() {
    return index;
  }

  /** Notes that the log is synced up to here. */
  void note(long synced) throws IOException {
    index = synced;
    counter++;
    var slot = ByteBuffer.allocate(SLOT_BYTES).putLong(counter).putLong(index);
    slot.putInt(sum(slot.array()));
    file.seek(counter % 2 * SLOT_EVERY);
    file.write(slot.array());
    long now = System.nanoTime();
    if (now - syncedAtNanos >= SYNC_EVERY_NANOS) {
      sync();
      syncedAtNanos = now;
    }
  }

  /** Waits until the newest note is on the disk. */
  void sync() throws IOException {
    file.getFD().sync();
  }

  private void read(long at) throws IOException {
    var slot = ByteBuffer.allocate(SLOT_BYTES);
    file.seek(at);
    if (file.length() < at + SLOT_BYTES) {
      return;
    }
    file.readFully(slot.array());
    if (slot.getInt(SLOT_BYTES - Integer.BYTES) == sum(slot.array()) && slot.getLong(0) > counter) {
      counter = slot.getLong(0);
      index = slot.getLong(Long.BYTES);
    }
  }

  private static int sum(byte[] slot) {
    var crc = new CRC32C();
    crc.update(slot, 0, SLOT_BYTES - Integer.BYTES);
    return (int) crc.getValue();
  }

  @Override
  public void close() throws IOException {
    sync();
    file.close();
  }
}
