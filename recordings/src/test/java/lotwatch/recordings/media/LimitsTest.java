package lotwatch.recordings.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lotwatch.recordings.media.MediaException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each limit is crossed once. */
class LimitsTest {
  @TempDir Path folder;

  private void assertLimit(Limits limits, Path source, String words) {
    assertThatThrownBy(() ->
            Kit.encode(
                Kit.sandbox().within(limits), source, folder.resolve("out.mp4"), Wanted.USUAL, 1))
        .isInstanceOfSatisfying(
            MediaException.class,
            e -> {
              assertThat(e).hasMessageContaining(words);
              assertThat(e.kind()).isEqualTo(Kind.LIMIT);
              assertThat(e.worthRetrying()).isFalse();
            });
    assertThat(folder.resolve("out.mp4")).doesNotExist();
    assertThat(folder.resolve("out.mp4.work")).doesNotExist();
  }

  @Test
  void frameOfTooManyPixelsIsRefused() throws Exception {
    var clip = Kit.clip(folder, "clip.mp4", 1, 25);

    assertLimit(
        Limits.STANDARD.withPixelsMax(320 * 180 - 1), clip, "57600 pixels, the limit is 57599");
  }

  @ParameterizedTest
  @CsvSource({
    "mp4, libx264",
    "mkv, libx264",
    "avi, mjpeg",
    "ts, libx264",
    "webm, libvpx",
    "mov, mjpeg"
  })
  void frameLargerThanAnyIsRefusedByItsSizeAndTheLimit(String ending, String codec)
      throws Exception {
    var large =
        Kit.make(
            folder.resolve("large." + ending),
            "-f",
            "lavfi",
            "-i",
            "color=s=12032x8064:r=1:d=1",
            "-frames:v",
            "1",
            "-pix_fmt",
            codec.equals("mjpeg") ? "yuvj420p" : "yuv420p",
            "-c:v",
            codec);

    assertLimit(
        Limits.STANDARD,
        large,
        "its frames are 12032 x 8064 = 97026048 pixels, the limit is 33177600");
  }

  @Test
  void fileOfTooManyFramesIsRefused() throws Exception {
    var clip = Kit.clip(folder, "clip.mp4", 1, 25);

    assertLimit(Limits.STANDARD.withFramesMax(24), clip, "more than 24 frames");
  }

  @Test
  void fileOfTooManyPacketsIsRefused() throws Exception {
    var clip = Kit.clip(folder, "clip.mp4", 1, 25);

    assertLimit(Limits.STANDARD.withPacketsMax(30), clip, "more than 30 packets");
  }

  @Test
  void fileOfTooManyStreamsIsRefused() throws Exception {
    var words = new ArrayList<>(List.of("-i", Kit.clip(folder, "clip.mp4", 1, 25).toString()));
    for (int i = 0; i < 5; i++) {
      words.addAll(List.of("-map", "0:v"));
    }
    words.addAll(List.of("-c", "copy"));
    var many = Kit.make(folder.resolve("many.mp4"), words.toArray(String[]::new));

    assertLimit(Limits.STANDARD.withStreamsMax(4), many, "more than 4 streams");
  }

  @Test
  void childThatWritesTooMuchIsEnded() throws Exception {
    assumeTrue(Kit.sandbox().hasPrlimit(), "no prlimit on this machine");
    var clip = Kit.clip(folder, "clip.mp4", 2, 25);

    assertLimit(Limits.STANDARD.withFileBytesMax(5_000), clip, "more than 5000 bytes");
  }

  @Test
  void childThatNeedsTooMuchMemoryIsEnded() throws Exception {
    assumeTrue(Kit.sandbox().hasPrlimit(), "no prlimit on this machine");
    var clip = Kit.clip(folder, "clip.mp4", 1, 25);
    var sandbox = Kit.sandbox().within(Limits.STANDARD.withMemoryBytesMax(64 << 20));

    assertThatThrownBy(() -> Kit.encode(sandbox, clip, folder.resolve("out.mp4"), Wanted.USUAL, 1))
        .isInstanceOf(MediaException.class);
    assertThat(folder.resolve("out.mp4")).doesNotExist();
  }

  @Test
  void childThatTakesTooLongIsEnded() throws Exception {
    var words =
        List.of("-v", "error", "-re", "-f", "lavfi", "-i", "testsrc=d=600", "-f", "null", "-");
    var work = new Sandbox.Work(false, words, folder, List.of(), Duration.ofMillis(300));

    assertThatThrownBy(() -> Kit.sandbox().run(work, _ -> {}))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("longer than 0.3 s");
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void interruptEndsTheChild() throws Exception {
    var words =
        List.of("-v", "error", "-re", "-f", "lavfi", "-i", "testsrc=d=600", "-f", "null", "-");
    var work = new Sandbox.Work(false, words, folder, List.of(), Duration.ofMinutes(9));
    var sandbox = Kit.sandbox();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> sandbox.run(work, _ -> {})).isInstanceOf(InterruptedException.class);
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }
}
