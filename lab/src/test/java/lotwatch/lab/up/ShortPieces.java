package lotwatch.lab.up;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import lotwatch.ffmpeg.Ffmpeg;

/**
 * A video with sound that can be cut every two seconds, so that several workers have some of it.
 */
final class ShortPieces {
  private static final int PIECE_SECONDS = 2;

  private ShortPieces() {}

  /**
   * Makes it.
   *
   * @param size of its frames, as {@code 640x360}
   */
  static void make(Path target, int seconds, String size, int rate) throws Exception {
    var words =
        List.of(
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=%s:r=%d:d=%d".formatted(size, rate, seconds),
            "-f",
            "lavfi",
            "-i",
            "sine=d=" + seconds,
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-g",
            "" + PIECE_SECONDS * rate,
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac",
            target.toString());
    var process =
        Ffmpeg.find(null, Ffmpeg.defaultCache()).command(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("no video: " + said);
    }
  }
}
