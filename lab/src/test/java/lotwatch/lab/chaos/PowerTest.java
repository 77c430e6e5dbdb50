package lotwatch.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lotwatch.lab.cluster.Cluster;
import lotwatch.lab.faults.LoopDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks find what is lost when members do not sync what they acknowledge. */
class PowerTest {
  private static final int TRIES_MAX = 5;

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
    List<String> problems = List.of();
    // What was acknowledged may have come to the disk by itself before the power failed.
    for (int seed = 1; seed <= TRIES_MAX && problems.isEmpty(); seed++) {
      problems = problems(seed, Files.createDirectory(folder.resolve("run" + seed)));
    }

    assertThat(problems).isNotEmpty();
  }

  private static List<String> problems(int seed, Path run) throws Exception {
    try {
      return new Chaos(seed, Duration.ofSeconds(1), run, false)
          .run(List.of(Fault.POWER_ALL), Chaos.Load.HOLDS)
          .problems();
    } catch (IOException e) {
      // A member notices by itself that its files end too early, and does not start.
      return refusals(run);
    }
  }

  /** What members said that did not start: entries are missing, or a whole file is empty. */
  private static List<String> refusals(Path folder) throws IOException {
    var said = new ArrayList<String>();
    for (int i = 1; i <= Cluster.MEMBERS; i++) {
      try (var lines = Files.lines(folder.resolve("n" + i + ".log"))) {
        lines.filter(line -> line.startsWith("lotwatch: ")).forEach(said::add);
      }
    }
    return said;
  }
}
