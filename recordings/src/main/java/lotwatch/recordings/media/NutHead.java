package lotwatch.recordings.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The part of a NUT file that says how its only stream is decoded (nut.txt, "stream_header"). Two
 * pieces of which it is the same can follow each other in one track.
 */
final class NutHead {
  private static final byte[] STREAM = {
    'N', 'S', 0x11, 0x40, 0x5B, (byte) 0xF2, (byte) 0xF9, (byte) 0xDB
  };
  private static final int BYTES_MAX = 64 << 10;

  private NutHead() {}

  /**
   * The header of the first stream.
   *
   * @throws IOException if the file cannot be read, or has none
   */
  static byte[] read(Path file) throws IOException {
    byte[] begin;
    try (var in = Files.newInputStream(file)) {
      begin = in.readNBytes(BYTES_MAX);
    }
    int at = find(begin);
    long length = 0;
    for (int i = at; at >= 0 && i < Math.min(begin.length, at + 9); i++) {
      length = (length << 7) | (begin[i] & 0x7F);
      if ((begin[i] & 0x80) == 0 && length <= begin.length - i - 1) {
        return Arrays.copyOfRange(begin, i + 1, Math.toIntExact(i + 1 + length));
      }
    }
    throw new IOException("a piece has no head");
  }

  /** Where what follows the start code begins; -1 if there is none. */
  private static int find(byte[] begin) {
    for (int i = 0; i + STREAM.length < begin.length; i++) {
      if (Arrays.equals(begin, i, i + STREAM.length, STREAM, 0, STREAM.length)) {
        return i + STREAM.length;
      }
    }
    return -1;
  }
}
