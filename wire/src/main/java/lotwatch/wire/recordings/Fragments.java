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
 * What a file of fragmented MPEG-4 with one video track holds, read from its boxes without decoding
 * anything.
 *
 * @param headerBytes of the file's first part, which a player needs before any fragment
 * @param codec the type of its samples, such as {@code avc1}
 * @param configuration what a decoder is set up with, in hexadecimal: files of the same one can be
 *     joined
 * @param frames how many samples its fragments have
 * @see <a href="https://www.iso.org/standard/83102.html">ISO/IEC 14496-12, 8.8</a>
 */
public record Fragments(long headerBytes, String codec, String configuration, int frames) {
  /** Bytes of a box that is looked into. */
  private static final int BOX_BYTES_MAX = 4 << 20;

  private static final int HEAD_BYTES = 8;
  private static final List<String> WAY = List.of("moov", "trak", "mdia", "minf", "stbl", "stsd");

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or is no such file
   */
  public static Fragments of(Path path) throws IOException {
    try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
      long header = 0;
      byte[] samples = {};
      int frames = 0;
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
          samples = inner(read(file, at, checked(size)), WAY);
        } else if (type.equals("moof")) {
          frames += frames(read(file, at, checked(size)));
        }
        at += size;
      }
      if (samples.length < 2 * HEAD_BYTES) {
        throw new IOException("it has no description of its frames");
      }
      var codec = new String(samples, 3 * Integer.BYTES, Integer.BYTES, ISO_8859_1);
      return new Fragments(header, codec, HexFormat.of().formatHex(samples), frames);
    }
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

  private static int frames(byte[] moof) throws IOException {
    int frames = 0;
    for (var traf : children(moof, "traf")) {
      for (var run : children(traf, "trun")) {
        frames += number(run, HEAD_BYTES + Integer.BYTES);
      }
    }
    return frames;
  }

  /** The content of the box at the end of a way; nothing if there is none. */
  private static byte[] inner(byte[] box, List<String> way) throws IOException {
    if (way.size() == 1) {
      return Arrays.copyOfRange(box, HEAD_BYTES, box.length);
    }
    var next = children(box, way.get(1));
    return next.isEmpty() ? new byte[0] : inner(next.getFirst(), way.subList(1, way.size()));
  }

  private static List<byte[]> children(byte[] box, String type) throws IOException {
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
