package lotwatch.media.camera;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import lotwatch.media.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Reads a YUV4MPEG2 stream, 8-bit 4:2:0: a header line that tells the size, then frames, each
 * behind a {@code FRAME} line. Believes nothing: every length has a limit before memory is given.
 *
 * @see <a href="https://wiki.multimedia.cx/index.php/YUV4MPEG2">YUV4MPEG2</a>
 */
final class Y4m {
  /** 8K: 7680 x 4320. */
  static final int PIXELS_MAX = 33_177_600;

  static final int HEADER_BYTES_MAX = 256;
  static final int FRAME_LINE_BYTES_MAX = 128;

  private final InputStream in;
  private final int width;
  private final int height;

  /**
   * Reads the header.
   *
   * @throws CameraException if the stream ends before or does not begin with a header we can use
   */
  Y4m(InputStream in) throws IOException {
    this.in = in;
    var header = line(HEADER_BYTES_MAX);
    if (header == null) {
      throw new CameraException("no frame came", true);
    }
    var words = header.split(" ", -1);
    if (!words[0].equals("YUV4MPEG2")) {
      throw new CameraException("the decoder's output is not YUV4MPEG2", true);
    }
    this.width = size(words, 'W');
    this.height = size(words, 'H');
    if ((long) width * height > PIXELS_MAX) {
      throw new CameraException(
          "a frame of %d x %d is over the %d pixels we take".formatted(width, height, PIXELS_MAX),
          false);
    }
    for (var word : words) {
      var otherLayout = word.startsWith("C") && !word.matches("C420(jpeg|mpeg2|paldv)?");
      if (otherLayout || word.equals("XCOLORRANGE=FULL")) {
        throw new CameraException("the decoder's frames are " + word, false);
      }
    }
  }

  /** In pixels. */
  int width() {
    return width;
  }

  /** In pixels. */
  int height() {
    return height;
  }

  /**
   * Waits for the next frame.
   *
   * @return its planes as in {@link Frame}; null at the end of the stream
   * @throws CameraException if the stream ends within a frame
   */
  byte @Nullable [] next() throws IOException {
    var line = line(FRAME_LINE_BYTES_MAX);
    if (line == null) {
      return null;
    }
    if (!line.equals("FRAME") && !line.startsWith("FRAME ")) {
      throw new CameraException("the decoder's output is out of step", true);
    }
    var planes = new byte[Frame.bytes(width, height)];
    if (in.readNBytes(planes, 0, planes.length) < planes.length) {
      throw new CameraException("the last frame is cut off", true);
    }
    return planes;
  }

  private @Nullable String line(int bytesMax) throws IOException {
    var bytes = new byte[bytesMax];
    for (int length = 0; length < bytesMax; length++) {
      var b = in.read();
      if (b == '\n') {
        return new String(bytes, 0, length, ISO_8859_1);
      }
      if (b < 0) {
        if (length == 0) {
          return null;
        }
        throw new CameraException("the decoder's output is cut off", true);
      }
      bytes[length] = (byte) b;
    }
    throw new CameraException("a header is longer than %d bytes".formatted(bytesMax), true);
  }

  private static int size(String[] words, char which) throws CameraException {
    for (var word : words) {
      if (word.length() > 1 && word.charAt(0) == which && word.matches(".\\d{1,6}")) {
        var value = Integer.parseInt(word.substring(1));
        if (value > 0) {
          return value;
        }
      }
    }
    throw new CameraException("the decoder's output does not say how large it is", true);
  }
}
