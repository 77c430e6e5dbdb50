package lotwatch.recordings.media;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lotwatch.ffmpeg.Ffmpeg;
import org.jspecify.annotations.Nullable;

/** What the tests share: one ffmpeg and one sandbox for all, and files made with them. */
final class Kit {
  private static final Object LOCK = new Object();
  private static @Nullable Sandbox sandbox;
  private static @Nullable Ffmpeg ffmpeg;

  private Kit() {}

  static Ffmpeg ffmpeg() {
    synchronized (LOCK) {
      if (ffmpeg == null) {
        try {
          ffmpeg = Ffmpeg.find(null, Ffmpeg.defaultCache());
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
      return ffmpeg;
    }
  }

  static Sandbox sandbox() throws InterruptedException {
    synchronized (LOCK) {
      if (sandbox == null) {
        sandbox = Sandbox.find(ffmpeg(), Limits.STANDARD);
      }
      return sandbox;
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

  /** What a program of ours says, which must end well. */
  static String said(ProcessBuilder program) throws Exception {
    var process = program.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(program.command() + " failed: " + said);
    }
    return said;
  }

  /** A pattern that moves, and a tone, cut at keyframes that are so many frames apart. */
  static Path clip(Path folder, String name, int seconds, int keys) throws Exception {
    return make(
        folder.resolve(name),
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=320x180:r=25:d=" + seconds,
        "-f",
        "lavfi",
        "-i",
        "sine=f=440:r=48000:d=" + seconds,
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-bf",
        "2",
        "-g",
        Integer.toString(keys),
        "-pix_fmt",
        "yuv420p",
        "-c:a",
        "aac",
        "-shortest");
  }

  /** Does all of the work, in pieces of about so many seconds. */
  static LocalEncode.Outcome encode(
      Sandbox sandbox, Path source, Path target, Wanted wanted, double pieceSeconds)
      throws MediaException, InterruptedException {
    var length = Duration.ofMillis(Math.round(pieceSeconds * 1_000));
    return new LocalEncode(sandbox, 2, length)
        .run(
            source,
            target,
            target.resolveSibling(target.getFileName() + ".work"),
            wanted,
            (_, _, _) -> {});
  }

  /**
   * Where the tests' videos are: {@code -Dlotwatch.data=}, LOTWATCH_TEST_DATA or ../shared/data.
   */
  static Path data(String name) {
    var file = dataFolder().resolve(name);
    assumeTrue(
        Files.exists(file), () -> "no test data at %s: set -Dlotwatch.data=".formatted(file));
    return file;
  }

  static Path dataFolder() {
    var told =
        Optional.ofNullable(System.getProperty("lotwatch.data"))
            .or(() -> Optional.ofNullable(System.getenv("LOTWATCH_TEST_DATA")));
    if (told.isPresent()) {
      return Path.of(told.get()).toAbsolutePath();
    }
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      var beside = at.resolveSibling("shared").resolve("data");
      if (Files.isDirectory(beside)) {
        return beside;
      }
    }
    return Path.of("/nowhere/shared/data");
  }
}
