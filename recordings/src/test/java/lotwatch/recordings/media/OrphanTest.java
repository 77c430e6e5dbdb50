package lotwatch.recordings.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrphanTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"sandbox", "bare"})
  void killedWorkerLeavesNoChildBehind(String how) throws Exception {
    var clip = Kit.clip(folder, "clip.mp4", 10, 250).toString();
    var worker =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Working.class.getName(),
                    clip,
                    how))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var said = new BufferedReader(new InputStreamReader(worker.getInputStream(), UTF_8))) {
      assertThat(said.readLine()).isEqualTo("encoding");
      var children = worker.descendants().toList();
      assertThat(children).isNotEmpty();

      worker.destroyForcibly().waitFor();

      for (var child : children) {
        child.onExit().get(3, TimeUnit.MINUTES);
      }
    } finally {
      worker.destroyForcibly();
    }
  }

  /** A worker that is busy for minutes. */
  static final class Working {
    private Working() {}

    public static void main(String[] words) throws Exception {
      var sandbox = words[1].equals("bare") ? Kit.sandbox().withoutBubblewrap() : Kit.sandbox();
      var source = Path.of(words[0]);
      var slow =
          Wanted.USUAL
              .sized(java.util.Optional.of(3840), java.util.Optional.of(2160))
              .encoded(new Quality.Constant(5), Preset.VERYSLOW, 0);
      new LocalEncode(sandbox, 1, Duration.ofSeconds(100))
          .run(
              source,
              source.resolveSibling("out.mp4"),
              source.resolveSibling("work"),
              slow,
              (step, _, _) -> {
                if (step == Progress.Step.ENCODE) {
                  System.out.println("encoding");
                  System.out.flush();
                }
              });
    }
  }
}
