package lotwatch.media.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lotwatch.media.Frame;
import lotwatch.media.camera.CameraState.Phase;
import org.junit.jupiter.api.Test;

class SentCameraTest {
  private static final Still IMAGE = new Still(2, 2, new byte[6]);
  private static final CameraSettings SETTINGS = CameraSettings.of("a", new Source.Sent(7));

  private final List<Frame> taken = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T12:00:00Z");
  private final SentCamera camera = new SentCamera(SETTINGS, taken::add, () -> now);

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void imagesAreNumberedAndHaveTheTimeOfTheirArrival() {
    assertThat(camera.take(IMAGE)).isTrue();
    pass(Duration.ofSeconds(3));
    assertThat(camera.take(IMAGE)).isTrue();

    assertThat(taken).extracting(Frame::number).containsExactly(0L, 1L);
    assertThat(taken).extracting(Frame::at).containsExactly(now.minusSeconds(3), now);
  }

  @Test
  void startsWithTheFirstImageAndSaysWhoIsSilent() {
    assertThat(camera.state().phase()).isEqualTo(Phase.STARTING);
    assertThat(camera.state().reason()).isEmpty();
    pass(Waits.of(SETTINGS).first().plusSeconds(1));
    assertThat(camera.state().phase()).isEqualTo(Phase.STARTING);
    assertThat(camera.state().reason()).contains("nobody has sent an image yet, for 23 s");

    camera.take(IMAGE);
    pass(Waits.of(SETTINGS).next());
    assertThat(camera.state().phase()).isEqualTo(Phase.LIVE);
    pass(Duration.ofSeconds(1));
    assertThat(camera.state().phase()).isEqualTo(Phase.RETRYING);
    assertThat(camera.state().reason()).contains("its sender has sent nothing for 13 s");

    camera.take(IMAGE);
    assertThat(camera.state().phase()).isEqualTo(Phase.LIVE);
    assertThat(camera.state().reason()).isEmpty();
  }

  @Test
  void closedCameraTakesNothing() {
    camera.close();

    assertThat(camera.take(IMAGE)).isFalse();
    assertThat(taken).isEmpty();
    assertThat(camera.state().phase()).isEqualTo(Phase.ENDED);
  }

  @Test
  void imageThatHasNoPlaceIsNotTaken() {
    var nowhere = new SentCamera(SETTINGS, _ -> false, () -> now);

    assertThat(nowhere.take(IMAGE)).isFalse();
    assertThat(nowhere.state().frames()).isZero();
  }
}
