package lotwatch.lab.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CompareCommandTest {
  @TempDir Path folder;

  @Test
  void shortComparisonHasAllItsTables() throws Exception {
    var report = folder.resolve("report.md");
    var words =
        "--rounds=1 --seconds=1 --warm=1 --connections=1,2 --subscribers=2 --stall-events=100"
            + " --stall-rate=1000 --report="
            + report;
    if (new CommandLine(new CompareCommand()).execute(words.split(" ")) != 0) {
      int alone =
          new CommandLine(new CompareCommand()).execute((words + " --only=ours,memory").split(" "));

      assertThat(alone).isZero();
      abort("skipped: it can be compared with itself, but not with the peers, see above");
    }

    assertThat(Files.readString(report))
        .contains("## AVAIL and GET")
        .contains("| 2           | ours ")
        .contains("## 40 events a second to many")
        .contains("| memory ")
        .contains("| streams ")
        .contains("| etcd ")
        .contains("| postgres ")
        .contains("## One of 10 does not read")
        .contains("| ours ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--scenes=chess",
        "--only=kafka",
        "--rounds=0",
        "--rounds=101",
        "--seconds=0",
        "--connections=3001",
        "--subscribers=0",
        "--rate=0",
        "--stall-events=100000"
      })
  void whatCannotBeMeasuredIsRefused(String option) {
    assertThat(new CommandLine(new CompareCommand()).execute(option)).isEqualTo(2);
  }
}
