package lotwatch.media.camera;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What everybody on the machine may read of a process holds no password of a camera. */
@EnabledOnOs(OS.LINUX)
class SecretTest {
  private static final String PASSWORD = "pa55-of-the-camera";
  private static final String BASIC =
      Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(ISO_8859_1));

  private final List<AutoCloseable> open = new ArrayList<>();
  private final LinkedBlockingQueue<Socket> called = new LinkedBlockingQueue<>();

  @AfterEach
  void close() throws Exception {
    for (var each : open.reversed()) {
      each.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtsp", "rtsps", "http", "https"})
  void noProcessShowsThePasswordOfACamera(String scheme) throws Exception {
    var port = silentCamera();
    var url =
        "%s://admin:%s@127.0.0.1:%d/live?token=%s".formatted(scheme, PASSWORD, port, PASSWORD);
    var camera =
        new Camera(
            Decoders.of(Kit.ffmpeg()),
            CameraSettings.of("test", Source.parse(url)),
            _ -> {},
            InstantSource.system(),
            Instant.EPOCH);
    open.add(camera);
    camera.start();
    open.add(called.take());

    var shown = new ArrayList<String>();
    ProcessHandle.current().descendants().forEach(child -> shown.addAll(shown(child)));

    if (scheme.startsWith("rtsp")) {
      assertThat(shown).isNotEmpty();
    }
    assertThat(shown).noneMatch(text -> text.contains(PASSWORD) || text.contains(BASIC));
  }

  private static List<String> shown(ProcessHandle child) {
    var shown = new ArrayList<String>();
    for (var name : List.of("cmdline", "environ", "comm")) {
      try {
        shown.add(
            Files.readString(Path.of("/proc", String.valueOf(child.pid()), name), ISO_8859_1));
      } catch (IOException e) {
        // It has just ended.
      }
    }
    return shown;
  }

  /** Takes connections and says nothing, so that who calls it waits. */
  private int silentCamera() throws IOException {
    var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    open.add(listener);
    Thread.ofVirtual()
        .start(() -> {
          while (!listener.isClosed()) {
            try {
              called.add(listener.accept());
            } catch (IOException e) {
              // Closed.
            }
          }
        });
    return listener.getLocalPort();
  }
}
