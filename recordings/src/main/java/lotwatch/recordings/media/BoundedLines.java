package lotwatch.recordings.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Lines of a stream, each of bounded length: the rest of a longer one is dropped. */
final class BoundedLines {
  static final int LINE_BYTES_MAX = 16_384;

  private BoundedLines() {}

  /** Reads to the end. */
  static void read(InputStream stream, Consumer<String> lines) throws IOException {
    var in = new BufferedInputStream(stream, 1 << 16);
    var line = new byte[LINE_BYTES_MAX];
    var length = 0;
    for (var b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        lines.accept(new String(line, 0, length, UTF_8));
        length = 0;
      } else if (b != '\r' && length < LINE_BYTES_MAX) {
        line[length++] = (byte) b;
      }
    }
    if (length > 0) {
      lines.accept(new String(line, 0, length, UTF_8));
    }
  }
}
