package lotwatch.cli.eval;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.ffmpeg.FfmpegException;
import lotwatch.media.Frame;
import org.jspecify.annotations.Nullable;

/** Single frames of a video file. */
final class Clip {
  private static final Pattern SIZE = Pattern.compile("YUV4MPEG2 W(\\d{1,5}) H(\\d{1,5}) ");
  private static final byte[] FRAME = "FRAME\n".getBytes(US_ASCII);

  private static @Nullable Ffmpeg found;

  private Clip() {}

  /**
   * The frame shown at an instant.
   *
   * @param seconds from the clip's start
   * @throws IOException if the clip cannot be decoded there
   * @throws InterruptedException if the wait for the decoder was interrupted
   */
  static Frame at(Path clip, double seconds) throws IOException, InterruptedException {
    var process =
        ffmpeg()
            .command(
                List.of(
                    "-nostdin",
                    "-ss",
                    String.format(Locale.ROOT, "%.3f", seconds),
                    "-i",
                    "file:" + clip,
                    "-frames:v",
                    "1",
                    "-pix_fmt",
                    "yuv420p",
                    "-f",
                    "yuv4mpegpipe",
                    "-"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var bytes = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException("%s cannot be decoded at %.3f s".formatted(clip, seconds));
    }
    return frame(bytes, clip);
  }

  /** Looked for once: a clip is asked for many frames, and the search starts processes. */
  private static synchronized Ffmpeg ffmpeg() throws IOException {
    try {
      if (found == null) {
        found = Ffmpeg.find(null, Ffmpeg.defaultCache());
      }
      return found;
    } catch (FfmpegException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Reads the one frame of a YUV4MPEG2 stream: a line that says its size, then the planes. */
  private static Frame frame(byte[] stream, Path clip) throws IOException {
    var end = 0;
    while (end < stream.length && stream[end] != '\n') {
      end++;
    }
    var size = SIZE.matcher(new String(stream, 0, end, US_ASCII));
    if (!size.lookingAt()) {
      throw new IOException(clip + " ends before the frame asked for");
    }
    var width = Integer.parseInt(size.group(1));
    var height = Integer.parseInt(size.group(2));
    var start = end + 1 + FRAME.length;
    var planes = Arrays.copyOfRange(stream, start, start + Frame.bytes(width, height));
    return new Frame(0, Instant.EPOCH, width, height, planes);
  }
}
