package lotwatch.wire.recordings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What a file of fragmented MPEG-4 with one track holds, read from its boxes without decoding
 * anything.
 *
 * @param headerBytes of the file's first part, which a player needs before any fragment
 * @param codec the type of its samples, such as {@code avc1}
 * @param configuration what a decoder is set up with, in hexadecimal: files of the same one can be
 *     joined
 * @param frames how many samples its fragments have
 * @param ticksPerSecond of the times of its segments; 0 if the file does not say
 * @param segments its fragments, in order
 * @see <a href="https://www.iso.org/standard/83102.html">ISO/IEC 14496-12, 8.8</a>
 */
public record Fragments(
    long headerBytes,
    String codec,
    String configuration,
    int frames,
    long ticksPerSecond,
    List<Segment> segments) {
  /** Bytes of a box that is looked into. */
  private static final int BOX_BYTES_MAX = 4 << 20;

  private static final int HEAD_BYTES = 8;

  /** Where in the header samples are described, and the clock, and what of the clock is shown. */
  private static final List<String> SAMPLES =
      List.of("moov", "trak", "mdia", "minf", "stbl", "stsd");

  private static final List<String> CLOCK = List.of("moov", "trak", "mdia", "mdhd");
  private static final List<String> EDITS = List.of("moov", "trak", "edts", "elst");

  public Fragments {
    segments = List.copyOf(segments);
  }

  /**
   * A part that a player can begin with.
   *
   * @param from where it begins in the file
   * @param bytes how long it is there
   * @param startTicks when what it shows begins
   * @param ticks how long that is
   */
  public record Segment(long from, long bytes, long startTicks, long ticks) {}

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or is no such file
   */
  public static Fragments of(Path path) throws IOException {
    try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
      long header = 0;
      byte[] movie = {};
      int frames = 0;
      var parts = new ArrayList<Part>();
      long from = -1;
      long at = 0;
      while (at < file.size()) {
        var head = read(file, at, HEAD_BYTES);
        long size = Integer.toUnsignedLong(number(head, 0));
        var type = type(head, 0);
        if (size == 1) {
          size = ByteBuffer.wrap(read(file, at + HEAD_BYTES, HEAD_BYTES)).getLong();
        }
        if (size < HEAD_BYTES || at + size > file.size()) {
          throw new IOException("the box %s at %d has %d bytes".formatted(type, at, size));
        }
        if (type.equals("moov")) {
          header = at + size;
          movie = read(file, at, checked(size));
        } else if (type.equals("sidx") || type.equals("styp")) {
          from = from < 0 ? at : from; // what belongs to the fragment that follows
        } else if (type.equals("moof")) {
          var fragment = MovieFragment.of(read(file, at, checked(size)));
          frames += fragment.samples();
          parts.add(new Part(from < 0 ? at : from, fragment));
          from = -1;
        }
        at += size;
      }
      var samples = inner(movie, SAMPLES);
      if (samples.length < 2 * HEAD_BYTES) {
        throw new IOException("it has no description of its frames");
      }
      var codec = new String(samples, 3 * Integer.BYTES, Integer.BYTES, ISO_8859_1);
      return new Fragments(
          header,
          codec,
          HexFormat.of().formatHex(samples),
          frames,
          ticksPerSecond(movie),
          segments(parts, at, skippedTicks(movie)));
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("its header is cut off", e);
    }
  }

  /** A fragment, and where in the file what belongs to it begins. */
  private record Part(long from, MovieFragment fragment) {}

  /** Each is shown until the next one is; the last one as long as its samples are. */
  private static List<Segment> segments(List<Part> parts, long end, long skippedTicks) {
    var segments = new ArrayList<Segment>();
    for (int i = 0; i < parts.size(); i++) {
      var part = parts.get(i);
      boolean isLast = i + 1 == parts.size();
      long to = isLast ? end : parts.get(i + 1).from;
      long start = part.fragment.shownTicks();
      long ticks = isLast ? part.fragment.ticks() : parts.get(i + 1).fragment.shownTicks() - start;
      segments.add(new Segment(part.from, to - part.from, start - skippedTicks, ticks));
    }
    return segments;
  }

  private static long ticksPerSecond(byte[] movie) throws IOException {
    var box = ByteBuffer.wrap(inner(movie, CLOCK));
    return box.limit() == 0 ? 0 : Integer.toUnsignedLong(box.getInt(box.get(0) == 0 ? 12 : 20));
  }

  /** The time on the track's clock that is zero for who watches: that of its first edit. */
  private static long skippedTicks(byte[] movie) throws IOException {
    var box = ByteBuffer.wrap(inner(movie, EDITS));
    boolean isLong = box.limit() > 0 && box.get(0) != 0;
    int bytes = isLong ? 20 : 12;
    for (int at = 8; at + bytes <= box.limit(); at += bytes) {
      long time = isLong ? box.getLong(at + 8) : box.getInt(at + 4);
      if (time >= 0) {
        return time;
      }
    }
    return 0;
  }

  private static int checked(long size) throws IOException {
    if (size > BOX_BYTES_MAX) {
      throw new IOException("a box has %d bytes, the limit is %d".formatted(size, BOX_BYTES_MAX));
    }
    return (int) size;
  }

  private static byte[] read(FileChannel file, long at, int bytes) throws IOException {
    var content = new byte[bytes];
    var buffer = ByteBuffer.wrap(content);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, at + buffer.position()) < 0) {
        throw new EOFException("the file ends within a box");
      }
    }
    return content;
  }

  private static int number(byte[] box, int at) {
    return ByteBuffer.wrap(box).getInt(at);
  }

  private static String type(byte[] box, int at) {
    return new String(box, at + Integer.BYTES, Integer.BYTES, ISO_8859_1);
  }

  /** The content of the box at the end of a way; nothing if there is none. */
  private static byte[] inner(byte[] box, List<String> way) throws IOException {
    if (box.length == 0) {
      return box;
    }
    if (way.size() == 1) {
      return Arrays.copyOfRange(box, HEAD_BYTES, box.length);
    }
    var next = children(box, way.get(1));
    return next.isEmpty() ? new byte[0] : inner(next.getFirst(), way.subList(1, way.size()));
  }

  static List<byte[]> children(byte[] box, String type) throws IOException {
    var found = new ArrayList<byte[]>();
    int at = HEAD_BYTES;
    while (at + HEAD_BYTES <= box.length) {
      int size = number(box, at);
      if (size < HEAD_BYTES || at + size > box.length) {
        throw new IOException("a box within a box has %d bytes".formatted(size));
      }
      if (type(box, at).equals(type)) {
        found.add(Arrays.copyOfRange(box, at, at + size));
      }
      at += size;
    }
    return found;
  }
}
