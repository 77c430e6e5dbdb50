package lotwatch.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import lotwatch.records.Tick;
import org.jspecify.annotations.Nullable;

/**
 * What a partition is besides its sessions.
 *
 * @param clock in seconds since 1970; {@link Long#MIN_VALUE} before the first sighting
 * @param next the offset of the next record
 * @param waiting ticks that came before the records they follow, in order; at most {@value
 *     WAITING_MAX}
 * @param parts of the index of deadlines that the store has
 */
record Head(long clock, long next, List<Tick> waiting, SortedSet<Long> parts) {
  /** A tick every 5 s for a day and more. */
  static final int WAITING_MAX = 20_000;

  private static final int VERSION = 2;

  /** Which had one tick or none. */
  private static final int VERSION_OF_ONE = 1;

  /** A partition of which nothing was read. */
  static Head empty() {
    return new Head(Long.MIN_VALUE, 0, List.of(), new TreeSet<>());
  }

  static Head of(byte @Nullable [] bytes) {
    if (bytes == null) {
      return empty();
    }
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readUnsignedByte();
      if (version != VERSION && version != VERSION_OF_ONE) {
        throw new IllegalStateException(
            "state of version %d, this job knows %d".formatted(version, VERSION));
      }
      long clock = in.readLong();
      long next = in.readLong();
      var waiting = new ArrayList<Tick>();
      for (int left = version == VERSION ? in.readInt() : in.readByte(); left > 0; left--) {
        waiting.add(new Tick(in.readInt(), in.readLong(), in.readLong()));
      }
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
      out.writeInt(waiting.size());
      for (var tick : waiting) {
        out.writeInt(tick.partition());
        out.writeLong(tick.time());
        out.writeLong(tick.offset());
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
