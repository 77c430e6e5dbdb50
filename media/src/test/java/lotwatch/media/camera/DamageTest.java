package lotwatch.media.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lotwatch.media.Frame;
import lotwatch.media.Frame.Evidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DamageTest {
  /**
   * Mean difference of luma in a block of 16 x 16 pixels from which on a car may look like none.
   */
  private static final int TORN_MIN = 25;

  private static final int BLOCK = 16;

  @TempDir Path folder;

  @Test
  void framesFromALostSliceToTheNextWholeKeyFrameAreDamaged() throws Exception {
    var lossy = RealData.at("hostile/slices-lost-2-percent.h264");
    var whole = decoded(RealData.at("hostile/whole-key-every-20-s.h264"));

    var frames = decoded(lossy);

    assertThat(whole).allMatch(frame -> frame.evidence() == Evidence.WHOLE);
    assertThat(frames).hasSameSizeAs(whole);
    var worst = 0;
    for (int i = 0; i < frames.size(); i++) {
      var torn = torn(frames.get(i), whole.get(i));
      worst = Math.max(worst, torn);
      if (frames.get(i).evidence() == Evidence.WHOLE) {
        assertThat(torn).as("frame %d", i).isLessThan(3);
      }
    }
    assertThat(worst).isGreaterThan(TORN_MIN);
    assertThat(frames).anyMatch(frame -> frame.evidence() == Evidence.WHOLE);
  }

  @ParameterizedTest
  @CsvSource({"h264, libx264, 0.02", "h264, libx264, 0.002", "hevc, libx265, 0.002"})
  void tornFramesOfALossyRtspCameraAreDamaged(String codec, String encoder, double loss)
      throws Exception {
    var clip = photograph(encoder);
    var first = decodedOnce(clip);
    var whole = 0;
    var damaged = 0;
    try (var pole = new PulledRtsp(clip, folder, codec, loss);
        var decoder =
            Decoder.start(
                Decoders.of(Kit.ffmpeg()),
                CameraSettings.of("test", Source.parse(pole.url(""))).withFramesPerSecond(25),
                InstantSource.system(),
                Instant.EPOCH)) {
      for (var i = 0; i < 300 && (whole < 60 || damaged < 60); i++) {
        var frame = Objects.requireNonNull(decoder.next());
        if (frame.evidence() == Evidence.WHOLE) {
          whole++;
          assertThat(torn(frame, first)).as("frame %d, said to be whole", i).isLessThan(TORN_MIN);
        } else {
          damaged++;
        }
      }
    }

    assertThat(damaged).isPositive();
  }

  @Test
  void streamWithoutAKeyFrameGivesNoFrameAndSaysWhy() {
    for (var name : List.of("joined-in-the-middle", "joined-in-the-middle-with-headers")) {
      var camera = Kit.fastOnce(RealData.at("hostile/%s.h264".formatted(name)));
      try (var decoder =
          Decoder.start(Decoders.of(Kit.ffmpeg()), camera, InstantSource.system(), Instant.EPOCH)) {
        assertThat(decoder.next()).isNull();
      } catch (CameraException e) {
        assertThat(e).as(name).hasMessageContaining("no key frame");
      }
    }
  }

  @Test
  void frameFollowsTheSizeOfItsCamera() throws Exception {
    var camera = Kit.fastOnce(RealData.at("hostile/size-240x136-then-640x480.h264"));

    assertThat(decoded(camera))
        .extracting(frame -> frame.width() + "x" + frame.height())
        .containsExactly(
            "240x136", "240x136", "240x136", "240x136", "640x480", "640x480", "640x480", "640x480");
  }

  /** Parked cars under the noise of a sensor, key frames 2 s apart. */
  private Path photograph(String encoder) throws Exception {
    var video = RealData.at("video/aerial-lot-720p-aac.mp4").toString();
    var still = Kit.make(folder.resolve("still.png"), "-i", video, "-frames:v", "1");
    return Kit.make(
        folder.resolve("still.mp4"),
        "-loop",
        "1",
        "-framerate",
        "25",
        "-t",
        "12",
        "-i",
        still.toString(),
        "-vf",
        "scale=640:360,noise=alls=10:allf=t",
        "-pix_fmt",
        "yuv420p",
        "-c:v",
        encoder,
        "-preset",
        "ultrafast",
        "-g",
        "50",
        "-bf",
        "0");
  }

  private static Frame decodedOnce(Path file) throws Exception {
    return decoded(file).getFirst();
  }

  private static List<Frame> decoded(Path file) throws Exception {
    return decoded(Kit.fastOnce(file).withFramesPerSecond(5));
  }

  private static List<Frame> decoded(CameraSettings camera) throws Exception {
    var frames = new ArrayList<Frame>();
    try (var decoder =
        Decoder.start(Decoders.of(Kit.ffmpeg()), camera, InstantSource.system(), Instant.EPOCH)) {
      for (var frame = decoder.next(); frame != null; frame = decoder.next()) {
        frames.add(frame);
      }
    }
    return frames;
  }

  /** The largest mean difference of luma in any block. */
  private static int torn(Frame frame, Frame other) {
    var worst = 0;
    for (var y = 0; y + BLOCK <= frame.height(); y += BLOCK) {
      for (var x = 0; x + BLOCK <= frame.width(); x += BLOCK) {
        worst = Math.max(worst, difference(frame, other, x, y));
      }
    }
    return worst;
  }

  private static int difference(Frame frame, Frame other, int left, int top) {
    var sum = 0;
    for (var y = top; y < top + BLOCK; y++) {
      for (var x = left; x < left + BLOCK; x++) {
        var at = y * frame.width() + x;
        sum += Math.abs((frame.planes()[at] & 0xff) - (other.planes()[at] & 0xff));
      }
    }
    return sum / (BLOCK * BLOCK);
  }
}
