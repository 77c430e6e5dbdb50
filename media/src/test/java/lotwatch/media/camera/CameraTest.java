package lotwatch.media.camera;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import lotwatch.media.camera.CameraState.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CameraTest {
  /** Impatient, so that a stall is seen soon; nothing below waits for it in the other direction. */
  private static final CameraLimits IMPATIENT =
      new CameraLimits(
          Duration.ofSeconds(20),
          Duration.ofSeconds(2),
          Duration.ofMillis(50),
          Duration.ofMillis(400),
          1);

  /** For what must not be started again, however slow the machine is. */
  private static final CameraLimits PATIENT =
      new CameraLimits(
          Kit.PATIENCE, Kit.PATIENCE, Duration.ofMillis(50), Duration.ofMillis(400), 1);

  @TempDir Path folder;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void close() throws Exception {
    over.countDown();
    for (var each : open.reversed()) {
      each.close();
    }
    Kit.await("no child", () -> ProcessHandle.current().children().findAny().isEmpty());
  }

  @Test
  void loopedFileNeverEnds() throws Exception {
    var camera = started(Kit.file(Kit.clip(folder, 1)).withFramesPerSecond(25).withLimits(PATIENT));

    Kit.await("more than two rounds", () -> camera.state().frames() > 60);
    assertThat(camera.state().phase()).isEqualTo(Phase.LIVE);
    assertThat(camera.state().restarts()).isZero();
  }

  @Test
  void filePlayedOnceEndsWithoutFault() throws Exception {
    var camera = started(Kit.fastOnce(Kit.clip(folder, 2)).withLimits(PATIENT));

    Kit.await("the end", () -> camera.state().phase() == Phase.ENDED);
    assertThat(camera.state().frames()).isEqualTo(2);
    assertThat(camera.state().restarts()).isZero();
    assertThat(camera.state().reason()).isEmpty();
  }

  @Test
  void missingFileIsTriedAgainAndPlayedWhenItComes() throws Exception {
    var late = folder.resolve("late.mp4");
    var camera = started(Kit.file(late));
    Kit.await("a reason", () -> camera.state().reason().contains("late.mp4 is not there"));

    Files.move(Kit.clip(folder, 1), late);

    Kit.await("life", () -> camera.state().phase() == Phase.LIVE);
    assertThat(camera.state().restarts()).isPositive();
    assertThat(camera.state().reason()).isEmpty();
  }

  @Test
  void motionJpegIsWatchedOverHttp() throws Exception {
    var url = serve(this::motionJpeg);
    var camera = started(CameraSettings.of("test", Source.parse(url)).withFramesPerSecond(5));

    Kit.await("frames", () -> camera.state().frames() > 5);
  }

  @Test
  void streamThatStallsIsStartedAgain() throws Exception {
    var url =
        serve(exchange -> {
          motionJpegFor(exchange, 30);
          hang();
        });
    var camera = started(CameraSettings.of("test", Source.parse(url)).withFramesPerSecond(25));

    Kit.await("frames", () -> camera.state().frames() > 0);
    var before = camera.state().frames();
    Kit.await("a new start", () -> camera.state().restarts() > 0);
    Kit.await("frames again", () -> camera.state().frames() > before + 1);
  }

  @Test
  void serverThatSendsGarbageForEverIsGivenUp() throws Exception {
    var garbage = new byte[65_536];
    new java.util.Random(1).nextBytes(garbage);
    var url =
        serve(exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (over.getCount() > 0) {
            exchange.getResponseBody().write(garbage);
          }
        });
    var camera = started(CameraSettings.of("test", Source.parse(url)));

    Kit.await("a new start", () -> camera.state().restarts() > 0);
    assertThat(camera.state().frames()).isZero();
  }

  @Test
  void endlessMp4BoxOverHttpIsGivenUp() throws Exception {
    var limits =
        new CameraLimits(
            Duration.ofSeconds(3),
            Duration.ofSeconds(2),
            Duration.ofMillis(50),
            Duration.ofMillis(50),
            1);
    var url =
        serve(exchange -> {
          exchange.sendResponseHeaders(200, 0);
          var out = exchange.getResponseBody();
          out.write("\0\0\0\24ftypisom\0\0\2\0isom\0\0\0\1free\177".getBytes(US_ASCII));
          while (over.getCount() > 0) {
            out.write(new byte[65_536]);
          }
        });
    var camera = started(CameraSettings.of("test", Source.parse(url)).withLimits(limits));

    Kit.await("a new start", () -> camera.state().restarts() > 0);
    assertThat(camera.state().frames()).isZero();
  }

  @Test
  void refusedConnectionTellsWhyWithoutCredentials() throws Exception {
    var url = "rtsp://admin:s3cret@127.0.0.1:1/1";
    var camera = started(CameraSettings.of("test", Source.parse(url)));

    Kit.await("a reason", () -> !camera.state().reason().isEmpty());
    assertThat(camera.state().reason()).contains("Connection refused").doesNotContain("s3cret");
  }

  @Test
  void rtspCameraIsCalled() throws Exception {
    var pole = new PulledRtsp(Kit.clip(folder, 5), folder);
    open.add(pole);
    var camera =
        started(
            CameraSettings.of("test", Source.parse(pole.url("admin:s3cret@")))
                .withFramesPerSecond(5));

    Kit.await("frames", () -> camera.state().frames() > 5);
  }

  @Test
  void imageMayChangeItsSize() throws Exception {
    var other =
        Kit.make(
            folder.resolve("other.ts"),
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=160x120:r=25:d=2",
            "-c:v",
            "libx264",
            "-bf",
            "0");
    var first =
        Kit.make(
            folder.resolve("first.ts"),
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x180:r=25:d=2",
            "-c:v",
            "libx264",
            "-bf",
            "0");
    var both = folder.resolve("both.ts");
    try (var out = Files.newOutputStream(both)) {
      Files.copy(first, out);
      Files.copy(other, out);
    }
    var camera =
        new Camera(
            Decoders.of(Kit.ffmpeg()),
            Kit.file(both).withFramesPerSecond(25).withLimits(IMPATIENT),
            _ -> {},
            InstantSource.system(),
            Instant.EPOCH);
    open.add(camera);
    camera.start();

    Kit.await("more frames than one round", () -> camera.state().frames() > 120);
  }

  @Test
  void rtspSenderIsWatchedAndAwaitedAgainWhenItDies() throws Exception {
    var url = "rtsp://127.0.0.1:%d/north".formatted(Kit.port());
    var camera =
        started(CameraSettings.of("test", Source.parse(url + "?listen")).withFramesPerSecond(5));
    var clip = Kit.clip(folder, 60);

    var first = sender(clip, url);
    Kit.await("frames", () -> camera.state().frames() > 3);
    kill(first);
    Kit.await("a new start", () -> camera.state().restarts() > 0);
    var before = camera.state().frames();
    var second = sender(clip, url);
    open.add(() -> kill(second));

    Kit.await("frames of the second sender", () -> camera.state().frames() > before + 3);
  }

  /** A real ffmpeg that sends until it is killed, and calls again while nobody listens. */
  private Process sender(Path clip, String url) throws IOException {
    var words =
        List.of(
            "sh",
            "-c",
            "until \"$@\" </dev/null; do sleep 0.2; done",
            "sender",
            Kit.ffmpeg().program().toString(),
            "-v",
            "quiet",
            "-re",
            "-i",
            clip.toString(),
            "-c",
            "copy",
            "-rtsp_transport",
            "tcp",
            "-f",
            "rtsp",
            url);
    var builder = new ProcessBuilder(words).inheritIO();
    builder.environment().putAll(Kit.ffmpeg().environment());
    return builder.start();
  }

  private static void kill(Process sender) throws InterruptedException {
    var children = sender.descendants().toList();
    sender.destroyForcibly().waitFor();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private Camera started(CameraSettings settings) {
    var limits = settings.limits().equals(CameraLimits.DEFAULT) ? IMPATIENT : settings.limits();
    var camera =
        new Camera(
            Decoders.of(Kit.ffmpeg()),
            settings.withLimits(limits),
            _ -> {},
            InstantSource.system(),
            Instant.EPOCH);
    open.add(camera);
    camera.start();
    return camera;
  }

  private String serve(HttpHandler handler) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
    open.add(threads::shutdownNow);
    open.add(() -> server.stop(0));
    return "http://127.0.0.1:%d/live.mjpg".formatted(server.getAddress().getPort());
  }

  private void motionJpeg(HttpExchange exchange) throws IOException {
    motionJpegFor(exchange, 100_000);
  }

  /** So many real JPEGs at 25 per second, then nothing more, the connection kept. */
  private void motionJpegFor(HttpExchange exchange, int frames) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "multipart/x-mixed-replace;boundary=ffmpeg");
    exchange.sendResponseHeaders(200, 0);
    var source = "testsrc2=s=320x180:r=25:d=" + frames / 25.0;
    var words =
        List.of("-nostdin", "-v", "quiet", "-re", "-f", "lavfi", "-i", source, "-f", "mpjpeg", "-");
    var process = Kit.ffmpeg().command(words).start();
    try {
      var out = exchange.getResponseBody();
      var in = process.getInputStream();
      var bytes = new byte[65_536];
      for (var count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        out.write(bytes, 0, count);
        out.flush();
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private void hang() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
