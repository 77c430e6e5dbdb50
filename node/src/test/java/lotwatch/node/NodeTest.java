package lotwatch.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import lotwatch.media.camera.VideoSettings;
import lotwatch.node.config.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeTest {
  private static final Duration WAIT_MAX = Duration.ofMinutes(2);

  @TempDir Path temp = Path.of("set by JUnit");

  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    http.close();
  }

  private Config unplayable() throws Exception {
    var config =
        new Site(temp)
            .clip("a.mp4")
            .spots("a.json", "s1")
            .config("cameras: [{id: a, source: a.mp4, spots: a.json}]");
    return config.withHttp(config.servers().http().on(0));
  }

  private static Node start(Config config) throws Exception {
    return Node.start(config, SitePlan.of(config), _ -> {});
  }

  private HttpResponse<String> get(URI uri) throws Exception {
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private static Path occupancy() {
    var told =
        Optional.ofNullable(System.getProperty("lotwatch.data"))
            .or(() -> Optional.ofNullable(System.getenv("LOTWATCH_TEST_DATA")));
    for (var at = Path.of("").toAbsolutePath(); told.isEmpty() && at != null; at = at.getParent()) {
      var beside = at.resolveSibling("shared").resolve("data");
      told = Files.isDirectory(beside) ? Optional.of(beside.toString()) : Optional.empty();
    }
    var clips = Path.of(told.orElse("../shared/data"), "occupancy", "aerial-crop-video");
    assumeTrue(Files.exists(clips), "no test data at " + clips + ": set -Dlotwatch.data=");
    return clips;
  }

  @Test
  void clipBecomesFramesAndNoDecoderOutlivesTheNode() throws Exception {
    var clips = occupancy();
    var config =
        new Site(temp)
            .config(
                "cameras: [{id: a, source: '%s', spots: '%s', lot: yard}]"
                    .formatted(clips.resolve("clip.mp4"), clips.resolve("labels.json")));
    try (var node = start(config.withHttp(config.servers().http().on(0)))) {
      assertThat(get(node.uri().resolve("/readyz")).statusCode()).isEqualTo(200);
      assertThat(get(node.uri().resolve("/api/lots")).body()).contains("\"id\":\"yard\"");
      assertThat(get(node.uri().resolve("/metrics")).body())
          .contains("lotwatch_observations_dropped 0.0", "lotwatch_observations_refused 0.0");
      var frame = node.uri().resolve("/api/cameras/a/frame.jpg");
      var deadline = Instant.now().plus(WAIT_MAX);
      while (get(frame).statusCode() != 200) {
        assertThat(Instant.now()).isBefore(deadline);
        LockSupport.parkNanos(10_000_000);
      }
      assertThat(ProcessHandle.current().descendants()).isNotEmpty();
    }
    var deadline = Instant.now().plus(WAIT_MAX);
    while (ProcessHandle.current().descendants().anyMatch(ProcessHandle::isAlive)) {
      assertThat(Instant.now()).as("a decoder outlives the node").isBefore(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Test
  void nodeWhoseLogIsRemovedIsNotReadyAndSaysWhy() throws Exception {
    var config = unplayable();
    try (var node = start(config)) {
      var readyz = node.uri().resolve("/readyz");
      assertThat(get(readyz).statusCode()).isEqualTo(200);
      try (var files = Files.list(config.node().data().resolve("raft/log"))) {
        for (var file : files.toList()) {
          Files.delete(file);
        }
      }

      var deadline = Instant.now().plus(WAIT_MAX);
      while (get(readyz).statusCode() == 200) {
        assertThat(Instant.now()).as("it is ready").isBefore(deadline);
        LockSupport.parkNanos(10_000_000);
      }
      assertThat(get(readyz).body()).contains("not ready", "were removed or replaced");
    }
  }

  @Test
  void secondNodeOfTheFolderIsToldWhoHoldsIt() throws Exception {
    var config = unplayable();
    try (var first = start(config)) {
      assertThatThrownBy(() -> start(config))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining(first.uri().toString());
    }
  }

  @Test
  void takenPortIsSaidAndNothingStaysOpen() throws Exception {
    var config = unplayable();
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> start(config.withHttp(config.servers().http().on(port))))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + port)
          .hasMessageContaining("--port");
    }

    try (var node = start(config)) {
      assertThat(get(node.uri().resolve("/healthz")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void allPortsThatAreTakenAreSaidBeforeTheLedgerIsOpened() throws Exception {
    try (var one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var config =
          new Site(temp)
              .config(
                  "http: {port: 0}\nsim: {cameras: false}\nrpc: {port: %d}\nsensor: {port: %d}\n"
                      .formatted(one.getLocalPort(), other.getLocalPort()));

      assertThatThrownBy(() -> start(config))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + one.getLocalPort())
          .hasMessageContaining("cannot listen on 127.0.0.1:" + other.getLocalPort())
          .hasMessageContaining("sensor.port (LOTWATCH_SENSOR_PORT)");
      assertThat(config.node().data().resolve("raft/log")).doesNotExist();
    }
  }

  @Test
  void addressThatIsNotOursIsSaid() throws Exception {
    var config = new Site(temp).config("http: {host: 192.0.2.1, port: 0}");

    assertThatThrownBy(() -> start(config))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("192.0.2.1");
  }

  @Test
  void missingFfmpegIsSaidAndNothingStaysOpen() throws Exception {
    var config = unplayable();
    var video = config.video();
    var wrong =
        new Config(
            config.node(),
            config.servers(),
            config.replica(),
            new VideoSettings(
                Optional.of(temp.resolve("no-ffmpeg")),
                video.workers(),
                video.fps(),
                video.widthMax(),
                video.limits()),
            config.history(),
            config.stream(),
            config.recordings(),
            config.campus());
    assertThatThrownBy(() -> start(wrong))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("no-ffmpeg");

    start(config).close();
  }
}
