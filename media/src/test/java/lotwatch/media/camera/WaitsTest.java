package lotwatch.media.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitsTest {
  /** One image every 15 s, looked at every 20 s: up to 35 s from one that is picked to the next. */
  @ParameterizedTest
  @CsvSource({"rtsp://cam/1, 0.05", "http://cam/1, 0.05", "http://cam/1.jpg#poll=20, 1.0"})
  void slowCameraHasTheTimeItsPaceNeeds(String source, double fps) {
    var camera = CameraSettings.of("slow", Source.parse(source)).withFramesPerSecond(fps);

    var waits = Waits.of(camera);

    assertThat(waits.next()).isGreaterThan(Duration.ofSeconds(15 + 20));
    assertThat(waits.first()).isGreaterThan(Duration.ofSeconds(20 + 15));
    assertThat(waits.socket()).isGreaterThan(waits.first()).isGreaterThan(waits.next());
  }

  @ParameterizedTest
  @CsvSource({"rtsp://cam/1", "http://cam/1"})
  void noSocketGivesUpBeforeTheDocumentedTime(String source) throws Exception {
    var camera = CameraSettings.of("usual", Source.parse(source));
    var limits = camera.limits();

    assertThat(Waits.of(camera).socket()).isGreaterThan(limits.openMax());
    assertThat(Recipe.of(CameraSettings.of("usual", Source.parse("rtsp://cam/1"))).said())
        .contains("option timeout " + Waits.of(camera).socket().toNanos() / 1_000);
  }
}
