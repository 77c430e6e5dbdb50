package lotwatch.media.camera;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanTest {
  @TempDir Path folder;

  @Test
  void killedServerLeavesNoDecoderBehind() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var clip = Kit.clip(folder, 2).toString();
    var server =
        new ProcessBuilder(
                List.of(
                    java,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Watching.class.getName(),
                    clip))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var said = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
      assertThat(said.readLine()).isEqualTo("live");
      var children = server.descendants().toList();
      assertThat(children).isNotEmpty();

      server.destroyForcibly().waitFor();

      for (var child : children) {
        Kit.await("the end of child " + child.pid(), () -> !child.isAlive());
      }
    } finally {
      server.destroyForcibly();
    }
  }

  /** A server with one camera that is slow to write: it would not notice a broken pipe for long. */
  static final class Watching {
    private Watching() {}

    public static void main(String[] clip) throws Exception {
      var settings = Kit.file(Path.of(clip[0])).withFramesPerSecond(CameraSettings.FPS_MIN);
      var camera =
          new Camera(
              Decoders.of(Kit.ffmpeg()),
              settings,
              _ -> System.out.println("live"),
              InstantSource.system(),
              Instant.EPOCH);
      camera.start();
      Thread.currentThread().join();
    }
  }
}
