package lotwatch.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SortedSet;
import java.util.TreeSet;
import lotwatch.records.Tick;
import org.jspecify.annotations.Nullable;

/**
 * What a partition is besides its sessions.
 *
 * @param clock in seconds since 1970; {@link Long#MIN_VALUE} before the first sighting
 * @param next the offset of the next record
 * @param waiting the newest tick that came before the records it follows; null if there is none
 * @param parts of the index of deadlines that the store has
 */
record Head(long clock, long next, @Nullable Tick waiting, SortedSet<Long> parts) {
  private static final int VERSION = 1;

  /** A partition of which nothing was read. */
  static Head empty() {
    return new Head(Long.MIN_VALUE, 0, null, new TreeSet<>());
  }

  static Head of(byte @Nullable [] bytes) {
    if (bytes == null) {
      return empty();
    }
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IllegalStateException(
            "state of version %d, this job knows %d".formatted(version, VERSION));
      }
      long clock = in.readLong();
      long next = in.readLong();
      var waiting = in.readBoolean() ? new Tick(in.readInt(), in.readLong(), in.readLong()) : null;
      var parts = new TreeSet<Long>();
      for (int left = in.readInt(); left > 0; left--) {
        parts.add(in.readLong());
      }
      return new Head(clock, next, waiting, parts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(clock);
      out.writeLong(next);
      out.writeBoolean(waiting != null);
      if (waiting != null) {
        out.writeInt(waiting.partition());
        out.writeLong(waiting.time());
        out.writeLong(waiting.offset());
      }
      out.writeInt(parts.size());
      for (long part : parts) {
        out.writeLong(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
