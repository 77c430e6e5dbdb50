package lotwatch.lab.up;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.recordings.media.Limits;
import lotwatch.recordings.media.Probed;
import lotwatch.recordings.media.Ratio;
import lotwatch.recordings.media.Sandbox;
import lotwatch.recordings.media.Steps;
import lotwatch.recordings.media.TestVideo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A video is encoded by three nodes to its last frame, whoever dies meanwhile. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class RecordingsCrashTest {
  private static final int SECONDS = 40;
  private static final int RATE = 30;

  @TempDir Path folder;
  private Sandbox sandbox;
  private Path source;

  @BeforeEach
  void make() throws Exception {
    sandbox = Sandbox.find(Ffmpeg.find(null, Ffmpeg.defaultCache()), Limits.STANDARD);
    source = folder.resolve("gate.mp4");
    new TestVideo(SECONDS, 1280, 720, new Ratio(RATE, 1)).make(sandbox, source);
  }

  private Probed probed(Path file) throws Exception {
    return new Steps(sandbox).probe(file, Files.createTempDirectory(folder, "probe"));
  }

  private static JsonNode upload(Running node, Path file, String query) throws Exception {
    var answer =
        node.send(
            HttpRequest.newBuilder(node.uri().resolve("/api/recordings?" + query))
                .header("Content-Type", "video/mp4")
                .POST(BodyPublishers.ofFile(file)));
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(201);
    return Running.JSON.readTree(answer.body());
  }

  private static Path retrieve(Running node, String id, Path to) throws Exception {
    var answer =
        node.send(HttpRequest.newBuilder(node.uri().resolve("/api/recordings/" + id + "/video")));
    assertThat(answer.statusCode()).isEqualTo(200);
    return Files.write(to, answer.body());
  }

  private static boolean isAt(JsonNode recording, String status, int done) {
    return recording.path("status").asString("").equals("completed")
        || (recording.path("status").asString("").equals(status)
            && recording.path("done").asInt() >= done);
  }

  @Test
  void killedNodesCostNoFrame() throws Exception {
    var section = "recordings: {slots: 1, piece: 2}\n";
    try (var nodes = ThreeNodes.start(folder, 10_000, section)) {
      var leader = nodes.leader();
      var asked = nodes.get(ThreeNodes.other(leader));
      var id = upload(asked, source, "label=gate.mp4&width=640&height=360").path("id").asString();
      var path = "/api/recordings/" + id;

      asked.await(path, it -> isAt(it, "encoding", 1));
      nodes.kill(leader);
      asked.await(path, it -> isAt(it, "encoding", 3));
      nodes.startDead();
      var last = asked.await(path, it -> isAt(it, "completed", 0));

      System.out.println(last);
      assertThat(last.path("pieces").asInt()).isGreaterThan(3);
      assertThat(last.path("done").asInt()).isEqualTo(last.path("pieces").asInt());
      var result = probed(retrieve(asked, id, folder.resolve("result.mp4")));
      assertThat(result.frames().count()).isEqualTo(SECONDS * RATE);
      assertThat(result.video().width()).isEqualTo(640);
      assertThat(result.tracks()).hasSameSizeAs(probed(source).tracks());
      assertFetchedFromEachAlone(nodes, id);
      for (var name : ThreeNodes.NAMES) {
        assertNothingIsLeft(folder.resolve(name).resolve("blobs").resolve("tmp"));
      }
    }
  }

  /** While one of the others is dead. */
  private void assertFetchedFromEachAlone(ThreeNodes nodes, String id) throws Exception {
    for (var name : ThreeNodes.NAMES) {
      var node = nodes.get(name);
      node.await("/api/recordings/" + id, it -> it.path("status").asString("").equals("completed"));
      var dead = ThreeNodes.other(name);
      nodes.kill(dead);
      var file = retrieve(node, id, folder.resolve("from-%s.mp4".formatted(name)));
      assertThat(file).hasSameBinaryContentAs(folder.resolve("result.mp4"));
      nodes.startDead();
    }
  }

  private static void assertNothingIsLeft(Path temporary) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Running.PATIENCE.toNanos();
    while (!listed(temporary).isEmpty() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    assertThat(listed(temporary)).isEmpty();
  }

  private static List<Path> listed(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void severalAtATimeNeedOneTryEachAndWhatIsNoVideoFailsWithItsReason() throws Exception {
    var text = Files.writeString(folder.resolve("list.mp4"), "ffconcat version 1.0\nfile x.mp4\n");
    var small = folder.resolve("small.mp4");
    new TestVideo(3, 320, 240, new Ratio(RATE, 1)).make(sandbox, small);
    var config =
        Files.writeString(
            folder.resolve("lotwatch.yml"),
            "sim: {cameras: false}\nlots: [{id: deck, capacity: 10}]\nrecordings: {slots: 4}\n");
    try (var node = Running.up(folder.resolve("data"), "--config", config.toString())) {
      var good = new ArrayList<String>();
      for (int i = 0; i < 4; i++) {
        good.add("/api/recordings/" + upload(node, small, "label=" + i).path("id").asString());
      }
      var bad = "/api/recordings/" + upload(node, text, "label=list.mp4").path("id").asString();

      for (var path : good) {
        node.await(path, it -> it.path("status").asString("").equals("completed"));
      }
      var last = node.await(bad, it -> it.path("status").asString("").equals("failed"));

      assertThat(last.path("reason").asString()).contains("list");
      var worker = node.get("/api/workers").path("items").path(0);
      assertThat(worker.path("failed").asInt()).as(worker.toString()).isEqualTo(1);
      assertThat(worker.path("done").asInt()).isEqualTo(4 * 3);
    }
  }
}
