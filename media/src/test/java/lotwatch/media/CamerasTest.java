package lotwatch.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.media.camera.CameraSettings;
import lotwatch.media.camera.CameraSettings.Pace;
import lotwatch.media.camera.CameraState.Phase;
import lotwatch.media.camera.Decoders;
import lotwatch.media.camera.RealData;
import lotwatch.media.camera.Source;
import lotwatch.media.spots.Spot;
import lotwatch.media.spots.SpotsFile;
import lotwatch.media.worker.Looker;
import lotwatch.wire.Observation;
import lotwatch.wire.Observation.Sighting;
import lotwatch.wire.Observation.Visibility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CamerasTest {
  private final LinkedBlockingQueue<Observation> seen = new LinkedBlockingQueue<>();
  private Optional<Cameras> space = Optional.empty();

  @BeforeEach
  void open() throws Exception {
    var ffmpeg = Ffmpeg.find(null, Ffmpeg.defaultCache());
    space =
        Optional.of(
            new Cameras(
                Decoders.of(ffmpeg), CamerasTest::eyes, seen::add, 2, InstantSource.system()));
  }

  @AfterEach
  void shut() {
    space.ifPresent(Cameras::close);
    await("no child", () -> ProcessHandle.current().children().findAny().isEmpty());
  }

  @Test
  void eachPeriodOfAFilePlayedFastIsLookedAtInOrder() throws Exception {
    space().add(clip("lot").once().withPace(Pace.FAST), spots());

    var observations = new ArrayList<Observation>();
    for (int i = 0; i < 28; i++) {
      observations.add(seen.take());
    }

    var first = observations.getFirst().seenAt();
    assertThat(observations)
        .extracting(each -> Duration.between(first, each.seenAt()).toSeconds())
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(observations.getFirst().sightings()).hasSize(14);
    awaitPhase("lot", Phase.ENDED);
    assertThat(space().state("lot").orElseThrow().intake().dropped()).isZero();
  }

  @Test
  void damagedFramesSayNothingOfSpots() throws Exception {
    var lossy = new Source.VideoFile(RealData.at("hostile/slices-lost-2-percent.h264"));
    space().add(CameraSettings.of("lot", lossy).once().withPace(Pace.FAST), spots());

    awaitPhase("lot", Phase.ENDED);
    await("30 observations", () -> seen.size() >= 30);
    assertThat(seen)
        .filteredOn(each -> each.visibility() == Visibility.DAMAGED)
        .hasSizeGreaterThan(20)
        .allMatch(each -> each.sightings().isEmpty());
  }

  @Test
  void newestImageIsShownAsJpeg() throws Exception {
    space().add(clip("lot"), spots());
    seen.take();

    var image = space().newestJpeg("lot").orElseThrow();

    assertThat(image.jpeg()).startsWith(0xff, 0xd8, 0xff);
    assertThat(space().newestJpeg("nobody")).isEmpty();
  }

  @Test
  void sentImageIsLookedAtAndShown() throws Exception {
    space().add(CameraSettings.of("lot", new Source.Sent(7)).withWidthMax(64), spots());
    assertThat(space().state("lot").orElseThrow().state().phase()).isEqualTo(Phase.STARTING);

    assertThat(space().offer("lot", png(128, 64))).isTrue();

    assertThat(seen.take().camera()).isEqualTo("lot");
    assertThat(space().state("lot").orElseThrow().state().phase()).isEqualTo(Phase.LIVE);
    var shown =
        ImageIO.read(new ByteArrayInputStream(space().newestJpeg("lot").orElseThrow().jpeg()));
    assertThat(shown.getWidth()).isEqualTo(64);
    space().remove("lot");
    assertThat(space().offer("lot", png(8, 8))).isFalse();
  }

  @Test
  void imageForACameraThatFetchesItsOwnIsNotTaken() throws Exception {
    space().add(clip("lot"), spots());

    assertThat(space().offer("lot", png(8, 8))).isFalse();
  }

  private static byte[] png(int width, int height) throws Exception {
    var file = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", file);
    return file.toByteArray();
  }

  @Test
  void secondCameraOfTheSameIdIsRefused() throws Exception {
    space().add(clip("lot"), spots());

    assertThatThrownBy(() -> space().add(clip("lot"), spots()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void removedCameraLeavesNothingBehind() throws Exception {
    space().add(clip("lot"), spots());
    seen.take();

    assertThat(space().remove("lot")).isTrue();
    assertThat(space().remove("lot")).isFalse();
    assertThat(space().states()).isEmpty();
    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  private Cameras space() {
    return space.orElseThrow();
  }

  private void awaitPhase(String id, Phase phase) {
    await(phase.name(), () -> space().state(id).orElseThrow().state().phase() == phase);
  }

  private static void await(String what, BooleanSupplier holds) {
    var deadline = Instant.now().plus(Duration.ofMinutes(2));
    while (!holds.getAsBoolean()) {
      assertThat(Instant.now()).as("still not %s", what).isBefore(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static CameraSettings clip(String id) {
    var file = RealData.at("occupancy/aerial-crop-video/clip.mp4");
    return CameraSettings.of(id, new Source.VideoFile(file));
  }

  private static List<Spot> spots() throws Exception {
    return SpotsFile.read(RealData.at("occupancy/aerial-crop-video/labels.json")).spots();
  }

  private static Looker eyes(List<Spot> spots) {
    return (camera, frame) ->
        new Observation(
            camera,
            frame.at(),
            Visibility.CLEAR,
            spots.stream().map(spot -> new Sighting(spot.id(), 0.5)).toList());
  }
}
