package lotwatch.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code lotwatch chaos}; {@code -Dseed=42} runs one schedule again. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ChaosTest {
  @TempDir Path folder;

  @Test
  void nothingAcknowledgedIsLost() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime() % 1_000_000);
    System.out.println("-Dseed=" + seed);

    var report = new Chaos(seed, Duration.ofSeconds(30), folder).run();

    System.out.println(report);
    assertThat(report.problems()).isEmpty();
    assertThat(report.operations()).isPositive();
    assertThat(report.holds()).isPositive();
    assertThat(report.gapsMillis()).isNotEmpty();
  }
}
