package lotwatch.media.camera;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads what ffmpeg says until it ends, whatever its amount. Of its complaints it remembers the one
 * that says most: of a failure ffmpeg tells the cause first and then, line by line, what else
 * failed for it. The rest tells of its frames.
 */
public final class LastWords {
  /** Of a line more is not read; a line of a filter may hold one of another thread behind it. */
  private static final int LINE_BYTES_MAX = 16_384;

  /** Of a complaint more is not repeated. */
  private static final int COMPLAINT_LENGTH_MAX = 500;

  private static final int JOIN_MILLIS_MAX = 2_000;

  private final Thread reader;
  private static final Pattern CAUSE =
      Pattern.compile(
          "Invalid data found|Connection refused|timed out|No such file|Permission denied"
              + "|No route to host|Network is unreachable|Failed to resolve|Server returned"
              + "|whitelist|View size|Protocol not found|Decoder .* not found"
              + "|Input/output error|Cannot allocate");

  /** Who speaks, inside whom, and how bad it is: {@code [h264 @ 0x5f] [error] no frame!}. */
  private static final Pattern SPOKEN =
      Pattern.compile("^(?:\\[([^\\]]*?)(?: @ 0x[0-9a-f]+)\\] )*(?:\\[([a-z]{4,7})\\] )?(.*)$");

  /** Codec, layout, size and rate; what follows is of ffmpeg's inside. */
  private static final Pattern STREAM =
      Pattern.compile("Stream #\\S*.*?: Video: (.*?)(?:, [0-9.k]+ tbr.*)?$");

  /** With these words an RTSP server sends us elsewhere, and ffmpeg goes. */
  private static final Pattern SENT_ON = Pattern.compile("Status 3\\d\\d: Redirecting to");

  private static final Set<String> COMPLAINTS = Set.of("panic", "fatal", "error");

  private final FrameNotes notes = new FrameNotes();
  private volatile String line = "";
  private volatile String stream = "";
  private boolean isCause;
  private boolean isSettled;

  /** Begins to read. */
  public LastWords(InputStream complaints) {
    this.reader = Thread.ofPlatform().daemon().name("complaints").start(() -> read(complaints));
  }

  /** The first stream of video as it is announced; empty before. */
  String stream() {
    return stream;
  }

  /** What was said of the frames. */
  FrameNotes notes() {
    return notes;
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
          said(bytes, length);
          length = 0;
        } else if (length < LINE_BYTES_MAX) {
          bytes[length++] = (byte) b;
        }
      }
    } catch (IOException e) {
      // The program was killed: what it said before is what there is.
    }
    said(bytes, length);
    notes.end();
  }

  private void said(byte[] bytes, int length) {
    var text = new String(bytes, 0, length, UTF_8).strip().replaceAll("\\p{Cntrl}", "?");
    var spoken = SPOKEN.matcher(text);
    if (!spoken.matches()) {
      return;
    }
    var who = spoken.group(1);
    var level = spoken.group(2);
    var whole = spoken.group(3).strip();
    var plain =
        whole.length() <= COMPLAINT_LENGTH_MAX ? whole : whole.substring(0, COMPLAINT_LENGTH_MAX);
    if (SENT_ON.matcher(plain).find()) {
      settle(
          "the camera sends us on to another address, and none is followed but that of the source");
      notes.end();
    } else if (level == null || COMPLAINTS.contains(level)) {
      complained(plain);
    }
    var announced = STREAM.matcher(plain);
    if (stream.isEmpty() && announced.find()) {
      stream = announced.group(1);
    }
    notes.line(who == null ? "" : who, whole);
  }

  private void complained(String plain) {
    if (plain.endsWith("matches no streams.")) {
      settle("it holds no video");
    } else if (plain.contains("certificate verify failed")) {
      settle(
          "the camera's certificate is not trusted: add its authority to the system's, or set insecure: true for this camera");
    } else if (isSettled) {
      return;
    } else if (CAUSE.matcher(plain).find()) {
      line = plain;
      isCause = true;
    } else if (!plain.isEmpty() && !isCause) {
      line = plain;
    }
  }

  /** What says it better than ffmpeg does, whatever follows. */
  private void settle(String words) {
    line = words;
    isSettled = true;
  }
}
