package lotwatch.lab.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import lotwatch.lab.cluster.JavaCommand;
import lotwatch.lab.faults.Preload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step of the clock reaches a Java process while it runs, and its monotonic clock stays. */
class PreloadTest {
  private static final Duration SLACK = Duration.ofMinutes(5);

  /** Says both of its clocks whenever it is asked. */
  private static final String CLOCKS =
      """
      public class Clocks {
        public static void main(String[] args) throws Exception {
          while (System.in.read() >= 0) {
            System.out.println(System.currentTimeMillis() + " " + System.nanoTime());
          }
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void stepReachesTheWallClockOnly() throws Exception {
    var preload = preload();
    assumeTrue(preload != null, "skipped: needs gcc");
    var state = preload.state(folder.resolve("clock"));
    var source = Files.writeString(folder.resolve("Clocks.java"), CLOCKS);
    var command = new ProcessBuilder(JavaCommand.words(source.toString()));
    command.environment().putAll(state.environment());
    var process = command.start();
    try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      long[] before = ask(process, in);
      state.stepTo(Duration.ofDays(400));
      long[] ahead = ask(process, in);
      state.stepTo(Duration.ofDays(-3));
      long[] behind = ask(process, in);

      assertThat(near(before[0], Duration.ZERO)).isTrue();
      assertThat(near(ahead[0], Duration.ofDays(400))).isTrue();
      assertThat(near(behind[0], Duration.ofDays(-3))).isTrue();
      assertThat(Duration.ofNanos(behind[1] - before[1])).isBetween(Duration.ZERO, SLACK);
    } finally {
      process.destroyForcibly();
    }
  }

  private @Nullable Preload preload() {
    try {
      return Preload.compile(folder);
    } catch (IOException e) {
      System.out.println(e.getMessage());
      return null;
    }
  }

  private static long[] ask(Process process, BufferedReader in) throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    var words = in.readLine().split(" ", -1);
    return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])};
  }

  private static boolean near(long millis, Duration ahead) {
    return Duration.between(Instant.now().plus(ahead), Instant.ofEpochMilli(millis))
            .abs()
            .compareTo(SLACK)
        < 0;
  }
}
