package lotwatch.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import lotwatch.faults.LoopDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks find what is lost when members do not sync what they acknowledge. */
class PowerTest {
  @TempDir Path folder;

  private boolean hasDisks() {
    try {
      LoopDisk.make(folder.resolve("try"), 16).close();
      return true;
    } catch (IOException e) {
      System.out.println(e.getMessage());
      return false;
    }
  }

  @Test
  void membersThatDoNotSyncAreFoundOut() throws Exception {
    assumeTrue(hasDisks(), "skipped: needs root and disks of its own");
    boolean refused = false;
    List<String> problems = List.of();
    try {
      problems =
          new Chaos(1, Duration.ofSeconds(1), folder, false)
              .run(List.of(Fault.POWER_ALL))
              .problems();
    } catch (IOException e) {
      // A member notices by itself that its log ends too early, and does not start.
      System.out.println(e.getMessage());
      refused = true;
    }

    System.out.println(problems);
    assertThat(refused || !problems.isEmpty()).isTrue();
  }
}
