package lotwatch.lab.up;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.ledger.Steps;
import lotwatch.ledger.WorkerReport;
import lotwatch.recordings.remote.NodeCalls;
import lotwatch.recordings.remote.RemoteTasks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The frames of a worker that joined are right in number, times and size, and show something else.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LyingWorkerTest {
  /** Six pieces at least, whoever cuts it: each of three workers gets some. */
  private static final int SECONDS = 60;

  private static final int PIECES_MIN = 6;
  private static final int RATE = 25;
  private static final Pattern WORST = Pattern.compile("PSNR .* min:(\\S+) ");

  /** Encoded well it is above 30 dB; turned round it is about 5. */
  private static final double LIKE_ITS_SOURCE = 20;

  @TempDir Path folder;
  private final List<Process> workers = new ArrayList<>();
  private Path source;

  @BeforeEach
  void make() throws Exception {
    source = folder.resolve("gate.mp4");
    ShortPieces.make(source, SECONDS, "320x180", RATE);
  }

  @AfterEach
  void stop() {
    workers.forEach(each -> each.destroyForcibly().onExit().join());
  }

  private Running node(double recheck) throws IOException {
    var config =
        Files.writeString(
            folder.resolve("lotwatch.yml"),
            "sim: {cameras: false}\nlots: [{id: deck, capacity: 10}]\nrecordings: {slots: 0, piece: 2, recheck: %s}\n"
                .formatted(recheck));
    return Running.up(folder.resolve("data"), "--config", config.toString());
  }

  private String liar(Running node) throws IOException {
    return name(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LyingWorker.class.getName(),
                String.valueOf(node.grpcPort()),
                folder.resolve("liar").toString())
            .redirectErrorStream(true)
            .start());
  }

  private String honest(Running node, String data) throws IOException {
    return name(WorkerJoinTest.start(node, folder.resolve(data)));
  }

  private String name(Process process) throws IOException {
    workers.add(process);
    var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    var said = new ArrayList<String>();
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      said.add(line);
      if (line.startsWith("worker ")) {
        Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {}));
        return line.split(" ", 3)[1];
      }
    }
    throw new IOException("no worker: " + said);
  }

  private JsonNode encoded(Running node) throws Exception {
    var answer =
        node.send(
            HttpRequest.newBuilder(node.uri().resolve("/api/recordings?label=gate.mp4&width=160"))
                .header("Content-Type", "video/mp4")
                .POST(BodyPublishers.ofFile(source)));
    var path = "/api/recordings/" + Running.JSON.readTree(answer.body()).path("id").asString();
    var ends = List.of("completed", "failed");
    var last = node.await(path, it -> ends.contains(it.path("status").asString("")));
    System.out.println(last + "\n" + node.get("/api/workers"));
    assertThat(last.path("status").asString()).isEqualTo("completed");
    Files.write(
        folder.resolve("result.mp4"),
        node.send(HttpRequest.newBuilder(node.uri().resolve(path + "/video"))).body());
    return last;
  }

  /** How like the source the least like frame of the result is, in dB. */
  private double likeness() throws Exception {
    var words =
        List.of(
            "-hide_banner",
            "-i",
            folder.resolve("result.mp4").toString(),
            "-i",
            source.toString(),
            "-lavfi",
            "[1:v]scale=160:90:flags=bicubic[s];[0:v][s]psnr",
            "-f",
            "null",
            "-");
    var process =
        Ffmpeg.find(null, Ffmpeg.defaultCache()).command(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(said).contains("frame=%5d".formatted(SECONDS * RATE));
    var worst = WORST.matcher(said);
    assertThat(worst.find()).as(said).isTrue();
    return Double.parseDouble(worst.group(1));
  }

  private static JsonNode worker(Running node, String name) throws Exception {
    for (var each : node.get("/api/workers").path("items")) {
      if (each.path("name").asString("").equals(name)) {
        return each;
      }
    }
    throw new AssertionError("no worker " + name);
  }

  @Test
  void whoseFramesShowSomethingElseIsFoundBeforeTheRecordingIsCompleted() throws Exception {
    try (var node = node(1)) {
      var names = List.of(liar(node), honest(node, "w1"), honest(node, "w2"));
      for (var name : names) {
        node.await("/api/workers", all -> all.toString().contains(name));
      }

      int pieces = encoded(node).path("pieces").asInt();

      assertThat(pieces).isGreaterThanOrEqualTo(PIECES_MIN);
      assertThat(likeness()).isGreaterThan(LIKE_ITS_SOURCE);
      var liar = worker(node, names.getFirst());
      assertThat(liar.path("rejected").asInt()).isPositive();
      assertThat(liar.path("rejected").asInt()).isEqualTo(liar.path("done").asInt());
      assertThat(worker(node, names.get(1)).path("rejected").asInt()).isZero();
      assertThat(worker(node, names.get(2)).path("rejected").asInt()).isZero();
      assertThat(rechecks(node, "same") + rechecks(node, "different")).isEqualTo(pieces);
      assertThat(rechecks(node, "different")).isEqualTo(liar.path("rejected").asInt());
      assertThat(rechecks(node, "other-encoder") + rechecks(node, "nobody-else")).isZero();
    }
  }

  private static long rechecks(Running node, String became) throws Exception {
    return node.metric("lotwatch_recordings_rechecks_total{became=\"%s\"}".formatted(became));
  }

  @Test
  void whoJoinsIsNoJudgeOfOthers() throws Exception {
    try (var node = node(1);
        var nodes = new NodeCalls(List.of("127.0.0.1:" + node.grpcPort()))) {
      var judge = new RemoteTasks("judge", List.of(Steps.SETTLE), nodes);
      var report = new WorkerReport("a judge", 1, 0);
      assertThatThrownBy(() -> judge.renew(report, List.of()))
          .hasMessageContaining("only nodes do work of the kind settle");
      assertThatThrownBy(() -> judge.lease(report, 1)).hasMessageContaining("only nodes");
    }
  }

  @Test
  void withoutRechecksItIsBelieved() throws Exception {
    try (var node = node(0)) {
      var name = liar(node);
      node.await("/api/workers", all -> all.toString().contains(name));

      encoded(node);

      assertThat(likeness()).isLessThan(LIKE_ITS_SOURCE);
      assertThat(worker(node, name).path("rejected").asInt()).isZero();
    }
  }
}
