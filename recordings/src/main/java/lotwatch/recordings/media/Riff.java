package lotwatch.recordings.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The head of an AVI file, which says how long its first chunk is: of one that is cut off ffmpeg
 * reads what is there and says nothing.
 */
final class Riff {
  private static final int HEAD_BYTES = 12;

  private Riff() {}

  static void refuseTruncated(Path source, long bytes) throws MediaException {
    try (var in = Files.newInputStream(source)) {
      var head = in.readNBytes(HEAD_BYTES);
      if (head.length < HEAD_BYTES
          || !word(head, 0).equals("RIFF")
          || !word(head, 8).equals("AVI ")) {
        return;
      }
      var announced = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(4) & 0xffffffffL;
      if (announced + 8 > bytes) {
        throw MediaException.refused(
            "it is cut off: it announces %d bytes and holds %d".formatted(announced + 8, bytes));
      }
    } catch (IOException e) {
      throw new MediaException(
          MediaException.Kind.MACHINE, "it cannot be read: " + e.getMessage(), e);
    }
  }

  private static String word(byte[] head, int offset) {
    return new String(head, offset, 4, ISO_8859_1);
  }
}
