package lotwatch.replica;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.zip.CRC32C;
import lotwatch.ledger.Event;
import lotwatch.wire.CorruptException;
import lotwatch.wire.EventCodec;

/**
 * One file of events that follow each other. Each is its length and its CRC-32C (four bytes each,
 * big-endian) and the event. One thread writes, any thread reads what is written.
 */
final class EventSegment {
  /** Bytes of one event; each has far fewer. */
  static final int EVENT_BYTES_MAX = Replica.LINE_BYTES_MAX * 2;

  private static final int HEAD_BYTES = 8;

  /** Between two events whose place is remembered. */
  private static final int INDEX_EVERY = 128;

  private final Path file;
  private final long first;
  private final ConcurrentNavigableMap<Long, Long> index = new ConcurrentSkipListMap<>();
  private volatile long last;
  private volatile long bytes;

  private EventSegment(Path file, long first) {
    this.file = file;
    this.first = first;
    last = first - 1;
  }

  /** A file without events yet; the first will have this sequence. */
  static EventSegment empty(Path file, long first) {
    return new EventSegment(file, first);
  }

  /** The events of a file up to its end, or to where it is damaged. */
  static EventSegment scan(Path file, long first) throws IOException {
    var segment = new EventSegment(file, first);
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var in = in(channel, 0);
      while (true) {
        byte[] body = next(in);
        if (EventCodec.event(body).sequence() != segment.last + 1) {
          return segment;
        }
        segment.wrote(body.length + HEAD_BYTES);
      }
    } catch (EOFException | CorruptException _) {
      return segment;
    }
  }

  /** One event as it stands in a file. */
  static byte[] frame(Event event) {
    byte[] body = EventCodec.bytes(event);
    return ByteBuffer.allocate(HEAD_BYTES + body.length)
        .putInt(body.length)
        .putInt(sum(body))
        .put(body)
        .array();
  }

  private static DataInputStream in(FileChannel channel, long from) throws IOException {
    return new DataInputStream(
        new BufferedInputStream(Channels.newInputStream(channel.position(from)), 1 << 16));
  }

  private static byte[] next(DataInputStream in) throws IOException, CorruptException {
    int length = in.readInt();
    int sum = in.readInt();
    if (length < 0 || length > EVENT_BYTES_MAX) {
      throw new CorruptException("an event of %d bytes".formatted(length));
    }
    byte[] body = new byte[length];
    in.readFully(body);
    if (sum(body) != sum) {
      throw new CorruptException("the checksum of an event is wrong");
    }
    return body;
  }

  private static int sum(byte[] body) {
    var crc = new CRC32C();
    crc.update(body);
    return (int) crc.getValue();
  }

  /** The next event is in the file, in so many bytes. */
  void wrote(int frameBytes) {
    long next = last + 1;
    long end = bytes + frameBytes;
    if ((next - first) % INDEX_EVERY == 0) {
      index.put(next, bytes);
    }
    bytes = end;
    last = next;
  }

  Path file() {
    return file;
  }

  long first() {
    return first;
  }

  /** The newest event in it; before its first if there is none. */
  long last() {
    return last;
  }

  long bytes() {
    return bytes;
  }

  /** The events after {@code sequence} that are in here. */
  List<Event> after(long sequence, int eventsMax) throws IOException, CorruptException {
    var events = new ArrayList<Event>();
    long upTo = Math.min(last, sequence + eventsMax);
    var near = index.floorEntry(sequence + 1);
    if (near == null || upTo <= sequence) {
      return events;
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var in = in(channel, near.getValue());
      for (long at = near.getKey(); at <= upTo; at++) {
        byte[] body = next(in);
        if (at > sequence) {
          events.add(EventCodec.event(body));
        }
      }
    }
    return events;
  }
}
