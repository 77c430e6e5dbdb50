package lotwatch.media.camera;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import lotwatch.media.Frame;
import lotwatch.media.camera.CameraState.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cameras that are asked by HTTP, whatever they answer. */
class HttpCameraTest {
  private static final CameraLimits IMPATIENT =
      new CameraLimits(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofMillis(50),
          Duration.ofMillis(400),
          1);

  @TempDir Path folder;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<Frame> frames = new CopyOnWriteArrayList<>();

  /** The heads of all requests that came. */
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (var each : open.reversed()) {
      each.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mjpeg-no-first-boundary.http",
        "jpegs-in-a-row.http",
        "mjpeg-body-cut-in-a-part.http",
      })
  void imagesInARowAreSeen(String file) throws Exception {
    var answer = Files.readAllBytes(RealData.at("hostile/" + file));
    var camera = started("", "/live", "", _ -> answer);

    Kit.await("images of two answers", () -> camera.state().frames() >= 2);
    assertThat(frames.getFirst().width()).isPositive();
  }

  @Test
  void singleImageIsAskedForAgainAtThePeriodThatIsConfigured() throws Exception {
    var answer = Files.readAllBytes(RealData.at("hostile/snapshot.http"));
    var began = System.nanoTime();
    var camera = started("", "/snapshot.jpg", "#poll=0.5", _ -> answer);

    Kit.await("four images", () -> camera.state().frames() >= 4);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(1_490));
    assertThat(camera.state().phase()).isEqualTo(Phase.LIVE);
    assertThat(camera.state().restarts()).isZero();
  }

  @Test
  void imageThatHasNotChangedIsNotSentAgain() throws Exception {
    var head = "HTTP/1.1 200 OK\r\nETag: \"one\"\r\nContent-Type: image/jpeg\r\n";
    var camera =
        started(
            "",
            "/snapshot.jpg",
            "#poll=0.1",
            request ->
                request.contains("If-None-Match: \"one\"")
                    ? bytes("HTTP/1.1 304 Not Modified\r\nETag: \"one\"\r\n\r\n")
                    : withBody(head, image()));

    Kit.await("four images", () -> camera.state().frames() >= 4);
    assertThat(asked.subList(1, 4)).allMatch(request -> request.contains("If-None-Match"));
    assertThat(frames.get(3).planes()).isEqualTo(frames.get(0).planes());
  }

  @Test
  void loginIsGivenAsTheCameraWantsIt() throws Exception {
    var image = image();
    var wanted =
        "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=\"cam\", nonce=\"n1\", qop=\"auth\"\r\nContent-Length: 0\r\n\r\n";
    var camera =
        started(
            "admin:p%23ss@",
            "/snapshot.jpg?channel=1",
            "#poll=0.1",
            request ->
                request.contains("Authorization: Digest username=\"admin\"")
                        && request.contains("uri=\"/snapshot.jpg?channel=1\"")
                    ? withBody("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n", image)
                    : bytes(wanted));

    Kit.await("images", () -> camera.state().frames() >= 2);
    assertThat(asked).noneMatch(request -> request.contains("p#ss") || request.contains("Basic"));
  }

  @Test
  void basicLoginIsGiven() throws Exception {
    var word = Base64.getEncoder().encodeToString("admin:p#ss".getBytes(ISO_8859_1));
    var image = image();
    var camera =
        started(
            "admin:p%23ss@",
            "/snapshot.jpg",
            "",
            request ->
                request.contains("Authorization: Basic " + word)
                    ? withBody("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n", image)
                    : bytes(
                        "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"c\"\r\nContent-Length: 0\r\n\r\n"));

    Kit.await("an image", () -> camera.state().frames() >= 1);
  }

  @Test
  void noOtherHostIsCalled() throws Exception {
    var others = new AtomicInteger();
    var other =
        serve(_ -> {
          others.incrementAndGet();
          return withBody("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n", image());
        });
    var camera =
        started(
            "admin:s3cret@",
            "/live",
            "",
            _ ->
                bytes(
                    "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%d/live\r\nContent-Length: 0\r\n\r\n"
                        .formatted(other)));

    awaitReason(camera, "sends us on to another address (302), which is not followed");
    assertThat(others).hasValue(0);
  }

  @Test
  void otherPathOfTheSameCameraIsCalled() throws Exception {
    var image = image();
    var camera =
        started(
            "",
            "/old",
            "",
            request ->
                request.startsWith("GET /new ")
                    ? withBody("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n", image)
                    : bytes("HTTP/1.1 301 Moved\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n"));

    Kit.await("an image", () -> camera.state().frames() >= 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 No | text/plain | no | wants a user name and a password (401)",
        "404 No | text/plain | no | nothing at this path (404)",
        "200 OK | text/html | <html>Log in</html> | answers with a page",
        "200 OK | application/vnd.apple.mpegurl | #EXTM3U | a play list (HLS)",
        "200 OK | text/plain | #EXTM3U | a play list (HLS)",
        "200 OK | image/jpeg | no image at all | no image came",
      })
  void whatIsNoCameraIsSaid(String status, String type, String body, String reason)
      throws Exception {
    var camera =
        started(
            "",
            "/",
            "",
            _ ->
                withBody(
                    "HTTP/1.1 %s\r\nContent-Type: %s\r\n".formatted(status, type), bytes(body)));

    awaitReason(camera, reason);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void certificateThatNobodyVouchesForIsBelievedOnlyIfTheOperatorSaysSo(boolean insecure)
      throws Exception {
    var image = image();
    var listener = secure();
    var port =
        serve(listener, _ -> withBody("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n", image));
    var camera =
        started("https://127.0.0.1:%d/s.jpg%s".formatted(port, insecure ? "#insecure=true" : ""));

    if (insecure) {
      Kit.await("an image", () -> camera.state().frames() >= 1);
    } else {
      awaitReason(camera, "certificate is not trusted");
      assertThat(camera.state().reason()).contains("insecure: true");
      assertThat(asked).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void certificateOfAnRtspCameraIsCheckedTheSameWay(boolean insecure) throws Exception {
    var port = serve(secure(), _ -> bytes("RTSP/1.0 404 No\r\nCSeq: 1\r\n\r\n"));
    var camera =
        started("rtsps://127.0.0.1:%d/1%s".formatted(port, insecure ? "#insecure=true" : ""));

    if (insecure) {
      Kit.await("a request", () -> !asked.isEmpty());
    } else {
      awaitReason(camera, "certificate is not trusted");
      assertThat(asked).isEmpty();
    }
  }

  @Test
  void rtspCameraThatSendsUsOnIsNotFollowed() throws Exception {
    var port =
        serve(_ ->
            bytes("RTSP/1.0 302 Moved\r\nCSeq: 1\r\nLocation: rtsp://127.0.0.1:1/other\r\n\r\n"));

    awaitReason(
        started("rtsp://admin:s3cret@127.0.0.1:%d/1".formatted(port)), "sends us on to another");
  }

  private static void awaitReason(Camera camera, String reason) throws InterruptedException {
    Kit.await("a reason", () -> !camera.state().reason().isEmpty());
    assertThat(camera.state().reason()).contains(reason).doesNotContain("s3cret");
    assertThat(camera.state().frames()).isZero();
  }

  private Camera started(
      String login, String path, String options, Function<String, byte[]> answers)
      throws IOException {
    var port = serve(answers);
    return started("http://%s127.0.0.1:%d%s%s".formatted(login, port, path, options));
  }

  private Camera started(String url) {
    return started(CameraSettings.of("test", Source.parse(url)));
  }

  private Camera started(CameraSettings settings) {
    var camera =
        new Camera(
            Decoders.of(Kit.ffmpeg()),
            settings.withLimits(IMPATIENT),
            frames::add,
            InstantSource.system(),
            Instant.EPOCH);
    open.add(camera);
    camera.start();
    return camera;
  }

  private int serve(Function<String, byte[]> answers) throws IOException {
    return serve(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answers);
  }

  /** A camera that says to each request what it is told to, byte by byte, and hangs up. */
  private int serve(ServerSocket listener, Function<String, byte[]> answers) {
    open.add(listener);
    Thread.ofVirtual()
        .start(() -> {
          while (!listener.isClosed()) {
            try {
              var connection = listener.accept();
              Thread.ofVirtual().start(() -> answer(connection, answers));
            } catch (IOException e) {
              // Closed.
            }
          }
        });
    return listener.getLocalPort();
  }

  private void answer(Socket connection, Function<String, byte[]> answers) {
    try (connection) {
      var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
      var request = new StringBuilder();
      for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        request.append(line).append('\n');
      }
      if (!request.isEmpty()) {
        asked.add(request.toString());
        connection.getOutputStream().write(answers.apply(request.toString()));
        connection.getOutputStream().flush();
        connection.shutdownOutput();
      }
    } catch (IOException e) {
      // Whoever asked has gone.
    }
  }

  private ServerSocket secure() throws Exception {
    var store = folder.resolve("camera.p12");
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var words =
        List.of(
            keytool,
            "-genkeypair",
            "-alias",
            "camera",
            "-keyalg",
            "EC",
            "-dname",
            "CN=camera",
            "-keystore",
            store.toString(),
            "-storepass",
            "secret",
            "-validity",
            "9");
    assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, "secret".toCharArray());
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "secret".toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, new SecureRandom());
    return context
        .getServerSocketFactory()
        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static byte[] image() {
    try {
      return Files.readAllBytes(RealData.at("hostile/exif-orientation-1.jpg"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] withBody(String head, byte[] body) {
    var start = bytes(head + "Content-Length: %d\r\n\r\n".formatted(body.length));
    var all = new byte[start.length + body.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    return all;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
