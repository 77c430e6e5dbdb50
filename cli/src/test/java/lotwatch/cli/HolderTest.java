package lotwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

final class HolderTest {
  private static final ProcessHandle SELF = ProcessHandle.current();

  private static String lock(Instant since) {
    return "process %d since %s, http://127.0.0.1:8080/"
        .formatted(SELF.pid(), since.truncatedTo(ChronoUnit.SECONDS));
  }

  private static Instant start() {
    return SELF.info().startInstant().orElseThrow();
  }

  @Test
  void processThatTheLockNamesIsItsHolder() {
    assertThat(Holder.of(lock(start()))).hasValue(SELF);
  }

  @Test
  void laterProcessOfTheSameNumberIsNot() {
    assertThat(Holder.of(lock(start().minus(Duration.ofMinutes(1))))).isEmpty();
  }

  @Test
  void lockThatSaysNothingHasNoHolder() {
    assertThat(Holder.of("")).isEmpty();
    assertThat(Holder.of("process " + SELF.pid() + " since then")).isEmpty();
  }
}
