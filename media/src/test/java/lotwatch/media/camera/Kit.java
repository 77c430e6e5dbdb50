package lotwatch.media.camera;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.ffmpeg.FfmpegException;

/** What the tests of cameras share: one ffmpeg for all, and waiting without guessing how long. */
final class Kit {
  /** Slow machines may take long; only a test that fails waits for all of it. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Object LOCK = new Object();
  private static @org.jspecify.annotations.Nullable Ffmpeg ffmpeg;

  private Kit() {}

  static Ffmpeg ffmpeg() {
    synchronized (LOCK) {
      if (ffmpeg == null) {
        try {
          ffmpeg = Ffmpeg.find(null, Ffmpeg.defaultCache());
        } catch (FfmpegException e) {
          throw new IllegalStateException(e);
        }
      }
      return ffmpeg;
    }
  }

  /** Runs ffmpeg to its end and returns the file that is its last argument. */
  static Path make(Path file, String... arguments) throws Exception {
    var words = new ArrayList<>(List.of("-nostdin", "-v", "error", "-y"));
    words.addAll(List.of(arguments));
    words.add(file.toString());
    var process = ffmpeg().command(words).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("ffmpeg made no " + file);
    }
    return file;
  }

  /** A small H.264 clip of so many seconds at 25 frames per second. */
  static Path clip(Path folder, int seconds) throws Exception {
    return make(
        folder.resolve("clip-%d.mp4".formatted(seconds)),
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=320x180:r=25:d=" + seconds,
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-g",
        "25",
        "-pix_fmt",
        "yuv420p");
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never: " + what);
      }
      Thread.sleep(10);
    }
  }

  /**
   * One on which nobody listens; below those that outgoing connections get, since none of these may
   * take it before somebody listens, or in between.
   */
  static int port() throws IOException {
    for (int port = 14_000 + (int) (ProcessHandle.current().pid() % 1_000); port < 16_000; port++) {
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException _) {
        // taken: the next one
      }
    }
    throw new IOException("no port is free");
  }

  static CameraSettings file(Path file) {
    return CameraSettings.of("test", new Source.VideoFile(file));
  }

  static CameraSettings fastOnce(Path file) {
    return file(file).once().withPace(CameraSettings.Pace.FAST);
  }
}
