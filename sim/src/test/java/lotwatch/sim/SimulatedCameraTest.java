package lotwatch.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.ffmpeg.FfmpegSearch;
import lotwatch.media.camera.Camera;
import lotwatch.media.camera.CameraSettings;
import lotwatch.media.camera.Decoders;
import lotwatch.media.camera.Source;
import org.junit.jupiter.api.Test;

final class SimulatedCameraTest {
  /** Slow machines may take long; only a test that fails waits for all of it. */
  private static final Duration WAIT_MAX = Duration.ofMinutes(3);

  private final AtomicInteger frames = new AtomicInteger();

  private Camera started(String source) throws Exception {
    var camera =
        new Camera(
            new Decoders(new FfmpegSearch(null, Ffmpeg.defaultCache()), SimulatedChild::start),
            CameraSettings.of("test", Source.parse(source)),
            _ -> frames.incrementAndGet(),
            InstantSource.system(),
            Instant.EPOCH);
    camera.start();
    return camera;
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + WAIT_MAX.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Test
  void simulatedCameraIsEncodedAndDecodedLikeAnyOther() throws Exception {
    try (var _ = started("sim:north?seed=3")) {
      await("frames", () -> frames.get() > 1);
    }
  }

  @Test
  void unknownSimulatedCameraIsNamed() throws Exception {
    try (var camera = started("sim:nowhere")) {
      await("a reason", () -> camera.state().reason().contains("no camera nowhere; it has ["));
    }
  }
}
