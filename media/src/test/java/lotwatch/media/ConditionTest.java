package lotwatch.media;

import static lotwatch.media.Frame.Evidence.DAMAGED;
import static lotwatch.media.Frame.Evidence.FROZEN;
import static lotwatch.media.Frame.Evidence.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import lotwatch.media.Frame.Evidence;
import lotwatch.media.camera.CameraSettings;
import lotwatch.media.camera.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"rtsp://cam/1", "http://cam/1", "grpc:7"})
  void sameImageForAMinuteIsFrozen(String source) {
    var condition = condition(source);

    for (var second = 0; second < 60; second++) {
      assertThat(condition.of(frame(second, 1))).as("second %d", second).isEqualTo(WHOLE);
    }
    assertThat(condition.of(frame(60, 1))).isEqualTo(FROZEN);
    assertThat(condition.reason()).contains("stood still since 2030-01-01T12:00:00Z");
    assertThat(condition.of(frame(61, 2))).isEqualTo(WHOLE);
    assertThat(condition.reason()).isEmpty();
  }

  @Test
  void imageThatIsSentAFewTimesByHandIsNotFrozen() {
    var condition = condition("grpc:7");

    for (var time = 0; time < Condition.STILL_FRAMES_MIN - 1; time++) {
      assertThat(condition.of(frame(time * 100, 1))).isEqualTo(WHOLE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:/a/still.mp4", "sim:north"})
  void clipMayShowAStill(String source) {
    var condition = condition(source);

    for (var second = 0; second < 200; second++) {
      assertThat(condition.of(frame(second, 1))).isEqualTo(WHOLE);
    }
  }

  @Test
  void oneOtherByteIsLife() {
    var condition = condition("rtsp://cam/1");

    for (var second = 0; second < 200; second++) {
      assertThat(condition.of(frame(second, second % 40))).isEqualTo(WHOLE);
    }
  }

  @Test
  void damagedFrameIsSaidToBe() {
    var condition = condition("rtsp://cam/1");

    assertThat(condition.of(frame(0, 1, DAMAGED))).isEqualTo(DAMAGED);
    assertThat(condition.reason()).contains("damaged");
    assertThat(condition.of(frame(1, 2))).isEqualTo(WHOLE);
    assertThat(condition.reason()).isEmpty();
  }

  private static Condition condition(String source) {
    return new Condition(CameraSettings.of("pole", Source.parse(source)));
  }

  private static Frame frame(int second, int luma) {
    return frame(second, luma, WHOLE);
  }

  private static Frame frame(int second, int luma, Evidence evidence) {
    var planes = new byte[Frame.bytes(16, 16)];
    planes[100] = (byte) luma;
    return new Frame(second, NOON.plusSeconds(second), 16, 16, planes, evidence);
  }
}
