package lotwatch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start is warmed up in a process of its own, which ends by itself. */
final class WarmUpTest {
  @Test
  void theWarmUpStartsANodeAsksItAndEnds(@TempDir Path folder) throws Exception {
    var log = folder.resolve("log");
    var warmUp =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                WarmUp.class.getName(),
                folder.resolve("work").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(warmUp.waitFor()).as(Files.readString(log, UTF_8)).isZero();
    assertThat(folder.resolve("work/data/raft")).isDirectory();
  }
}
