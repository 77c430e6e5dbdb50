package lotwatch.media.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import lotwatch.media.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecoderTest {
  /** The real files that hold no image, and what is said of each. */
  private static final Map<String, String> NO_IMAGES =
      Map.of(
          "invalid-bitstream.webm", "Invalid data found",
          "full_blocks.mkv", "it holds no video",
          "sample_ac3.ts", "it holds no video",
          "sample_eac3.mp4", "it holds no video",
          "sample_opus_fragmented.mp4", "it holds no video");

  @TempDir Path folder;

  @Test
  void fileGivesOneFramePerPeriodWithItsTime() throws Exception {
    var frames = all(Kit.fastOnce(Kit.clip(folder, 5)).withFramesPerSecond(2));

    assertThat(frames).hasSize(10);
    for (int i = 0; i < frames.size(); i++) {
      assertThat(frames.get(i).number()).isEqualTo(i);
      assertThat(Duration.between(frames.getFirst().at(), frames.get(i).at()).toMillis())
          .isEqualTo(i * 500L);
    }
  }

  @Test
  void frameOfEachPeriodIsTheOneThatStandsThere() throws Exception {
    var brighter =
        Kit.make(
            folder.resolve("brighter.mkv"),
            "-f",
            "lavfi",
            "-i",
            "color=black:s=64x64:r=10:d=3,geq=lum='16+N*5':cb=128:cr=128",
            "-c:v",
            "ffv1");

    var frames = all(Kit.fastOnce(brighter));

    assertThat(frames).extracting(frame -> frame.planes()[0] & 0xff).containsExactly(16, 66, 116);
  }

  @Test
  void frameDoesNotWaitForTheOneAfterIt() throws Exception {
    var seldom = Kit.file(Kit.clip(folder, 2)).withFramesPerSecond(CameraSettings.FPS_MIN);
    var began = System.nanoTime();

    try (var decoder =
        Decoder.start(Decoders.of(Kit.ffmpeg()), seldom, InstantSource.system(), Instant.EPOCH)) {
      assertThat(decoder.next()).isNotNull();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(seldom.period());
  }

  @Test
  void colourAndLightArriveAsTheyWere() throws Exception {
    var red =
        Kit.make(
            folder.resolve("red.mp4"),
            "-f",
            "lavfi",
            "-i",
            "color=red:s=65x33:r=5:d=2",
            "-c:v",
            "libx264",
            "-pix_fmt",
            "yuv444p");

    var frame = all(Kit.fastOnce(red)).getFirst();

    assertThat(List.of(frame.width(), frame.height())).isEqualTo(List.of(65, 33));
    assertThat(frame.planes()[0] & 0xff).isBetween(79, 83);
    assertThat(frame.planes()[65 * 33] & 0xff).isBetween(88, 92);
    assertThat(frame.planes()[65 * 33 + 33 * 17] & 0xff).isBetween(238, 242);
  }

  @Test
  void fullRangeImagesBecomeLimitedRange() throws Exception {
    var white =
        Kit.make(
            folder.resolve("white.mkv"),
            "-f",
            "lavfi",
            "-i",
            "color=white:s=64x64:r=5:d=1,format=yuvj420p",
            "-c:v",
            "mjpeg");

    assertThat(all(Kit.fastOnce(white)).getFirst().planes()[0] & 0xff).isBetween(233, 236);
  }

  @Test
  void wideImagesAreScaledDownInShape() throws Exception {
    var frame = all(Kit.fastOnce(Kit.clip(folder, 1)).withWidthMax(160)).getFirst();

    assertThat(List.of(frame.width(), frame.height())).isEqualTo(List.of(160, 90));
  }

  @Test
  void unreadableFileSaysWhichAndWhy() throws Exception {
    assertThatThrownBy(() -> all(Kit.fastOnce(folder.resolve("none.mp4"))))
        .isInstanceOf(CameraException.class)
        .hasMessageContaining("none.mp4 is not there");
    var text = Files.writeString(folder.resolve("text.mp4"), "this is no video\n".repeat(99));
    assertThatThrownBy(() -> all(Kit.fastOnce(text)))
        .isInstanceOf(CameraException.class)
        .hasMessageContaining("Invalid data");
  }

  @Test
  void playListInDisguiseIsNotFollowed() throws Exception {
    Kit.clip(folder, 1);
    var list =
        Files.writeString(folder.resolve("evil.mp4"), "ffconcat version 1.0\nfile clip-1.mp4\n");
    assertThatThrownBy(() -> all(Kit.fastOnce(list))).isInstanceOf(CameraException.class);

    var hls =
        Files.writeString(
            folder.resolve("hls.mp4"),
            "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nclip-1.mp4\n#EXT-X-ENDLIST\n");
    assertThatThrownBy(() -> all(Kit.fastOnce(hls))).isInstanceOf(CameraException.class);
  }

  @Test
  void hugeImageIsRefusedBeforeMemoryIsTaken() throws Exception {
    var huge =
        Files.writeString(folder.resolve("huge.y4m"), "YUV4MPEG2 W100000 H100000 F25:1 C420\n");
    assertThatThrownBy(() -> all(Kit.fastOnce(huge))).isInstanceOf(CameraException.class);

    var wide =
        Kit.make(
            folder.resolve("wide.mkv"),
            "-f",
            "lavfi",
            "-i",
            "color=red:s=16384x2400:r=1:d=1",
            "-c:v",
            "mjpeg");
    assertThatThrownBy(() -> all(Kit.fastOnce(wide))).isInstanceOf(CameraException.class);
  }

  @Test
  void boxThatClaimsToBeEndlessEndsWithTheFile() throws Exception {
    var file = folder.resolve("free.mp4");
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(new byte[] {0, 0, 0, 20, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm', 0, 0, 2, 0});
      out.write(new byte[] {'i', 's', 'o', 'm', 0, 0, 0, 1, 'f', 'r', 'e', 'e', 0x7f});
      out.setLength(1L << 32);
    }

    assertThatThrownBy(() -> all(Kit.fastOnce(file))).isInstanceOf(CameraException.class);
  }

  static Stream<Path> clips() throws IOException {
    var clips = new ArrayList<Path>();
    for (var each : List.of("video", "media", "occupancy/aerial-crop-video")) {
      try (var files = Files.list(RealData.at(each))) {
        files
            .filter(file -> !file.toString().matches(".*\\.(md|json)"))
            .sorted()
            .forEach(clips::add);
      }
    }
    return clips.stream();
  }

  @ParameterizedTest
  @MethodSource("clips")
  void realClipGivesFramesOrAReason(Path clip) throws Exception {
    var name = clip.getFileName().toString();
    var settings = Kit.fastOnce(clip).withWidthMax(640);
    try (var decoder =
        Decoder.start(Decoders.of(Kit.ffmpeg()), settings, InstantSource.system(), Instant.EPOCH)) {
      var frame = Objects.requireNonNull(decoder.next());

      assertThat(Math.max(frame.width(), frame.height())).isBetween(100, 640);
      var whole = frame;
      while (whole != null && whole.evidence() != Frame.Evidence.WHOLE) {
        whole = decoder.next();
      }
      assertThat(whole).as("%s: a frame that is not damaged", name).isNotNull();
    } catch (CameraException e) {
      var reason = NO_IMAGES.getOrDefault(name, "a reason");
      assertThat(e).as(name).hasMessageContaining(reason);
    }
  }

  private static List<Frame> all(CameraSettings camera) throws CameraException {
    var frames = new ArrayList<Frame>();
    try (var decoder =
        Decoder.start(Decoders.of(Kit.ffmpeg()), camera, InstantSource.system(), Instant.EPOCH)) {
      for (var frame = decoder.next(); frame != null; frame = decoder.next()) {
        frames.add(frame);
      }
    }
    return frames;
  }
}
