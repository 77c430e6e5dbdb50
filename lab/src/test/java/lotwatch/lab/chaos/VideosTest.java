package lotwatch.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code lotwatch chaos --recordings}; {@code -Dseed=42} runs one again. */
@Timeout(value = 25, unit = TimeUnit.MINUTES)
class VideosTest {
  @TempDir Path folder;

  @Test
  void everyUploadThatWasAcknowledgedIsMadeToItsLastFrame() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime() % 1_000_000);
    System.out.println("-Dseed=" + seed);
    var faults = List.of(Fault.KILL, Fault.KILL_LEADER, Fault.PAUSE, Fault.CUT, Fault.ONE_WAY);

    var report = new Chaos(seed, Duration.ofSeconds(45), folder).run(faults, Chaos.Load.VIDEOS);

    System.out.println(report);
    assertThat(report.problems()).isEmpty();
    assertThat(report.videos()).isPositive();
    assertThat(report.gapsMillis()).isNotEmpty();
  }
}
