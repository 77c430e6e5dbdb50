package lotwatch.media.camera;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/**
 * Reads ffmpeg's complaints until they end, whatever their amount, and remembers the one that says
 * most: of a failure it tells the cause first and then, line by line, what else failed for it.
 */
public final class LastWords {
  private static final int LINE_BYTES_MAX = 500;
  private static final int JOIN_MILLIS_MAX = 2_000;

  private final Thread reader;
  private static final Pattern CAUSE =
      Pattern.compile(
          "Invalid data found|Connection refused|timed out|No such file|Permission denied"
              + "|No route to host|Network is unreachable|Failed to resolve|Server returned"
              + "|whitelist|View size|Protocol not found|Decoder .* not found"
              + "|Input/output error|Cannot allocate");
  private static final Pattern ADDRESS = Pattern.compile("^(\\[[^\\]]* @ 0x[0-9a-f]+\\] )+");

  private volatile String line = "";
  private volatile boolean isCause;

  /** Begins to read. */
  public LastWords(InputStream complaints) {
    this.reader = Thread.ofPlatform().daemon().name("complaints").start(() -> read(complaints));
  }

  /**
   * The last line that names a cause, or else the last one; cut at {@value #LINE_BYTES_MAX} bytes.
   */
  public String line() {
    try {
      reader.join(JOIN_MILLIS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return line;
  }

  private void read(InputStream complaints) {
    var bytes = new byte[LINE_BYTES_MAX];
    var length = 0;
    try (complaints) {
      for (var b = complaints.read(); b >= 0; b = complaints.read()) {
        if (b == '\n' || b == '\r') {
          keep(bytes, length);
          length = 0;
        } else if (length < LINE_BYTES_MAX) {
          bytes[length++] = (byte) b;
        }
      }
    } catch (IOException e) {
      // The program was killed: what it said before is what there is.
    }
    keep(bytes, length);
  }

  private void keep(byte[] bytes, int length) {
    var text = new String(bytes, 0, length, UTF_8).strip();
    var plain = ADDRESS.matcher(text.replaceAll("\\p{Cntrl}", "?")).replaceFirst("");
    if (plain.endsWith("matches no streams.")) {
      line = "it holds no video";
      isCause = true;
    } else if (CAUSE.matcher(plain).find()) {
      line = plain;
      isCause = true;
    } else if (!plain.isEmpty() && !isCause) {
      line = plain;
    }
  }
}
