package lotwatch.lab.up;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.recordings.media.Limits;
import lotwatch.recordings.media.Sandbox;
import lotwatch.recordings.media.Steps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Workers that are no nodes encode for a node that does not; one of them is killed. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class WorkerJoinTest {
  private static final int SECONDS = 20;
  private static final int RATE = 30;
  private static final String NAMED = "worker ";

  @TempDir Path folder;
  private final List<Process> workers = new ArrayList<>();

  @AfterEach
  void stop() {
    workers.forEach(each -> each.destroyForcibly().onExit().join());
  }

  /** A worker that joins a node. */
  static Process start(Running node, Path data) throws IOException {
    // nobody is at the first address: the second is asked
    var words =
        List.of(
            "worker",
            "--join",
            "127.0.0.1:1,127.0.0.1:" + node.grpcPort(),
            "--data",
            data.toString());
    return new ProcessBuilder(Program.words(words)).redirectErrorStream(true).start();
  }

  /** The name of a worker that has joined. */
  private String join(Running node, String data) throws IOException {
    var process = start(node, folder.resolve(data));
    workers.add(process);
    var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    var said = new ArrayList<String>();
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      said.add(line);
      if (line.startsWith(NAMED)) {
        Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {}));
        return line.substring(NAMED.length()).split(" ", 2)[0];
      }
    }
    throw new IOException("no worker: " + said);
  }

  private static JsonNode worker(JsonNode all, String name) {
    for (var each : all.path("items")) {
      if (each.path("name").asString("").equals(name)) {
        return each;
      }
    }
    throw new AssertionError("no worker %s in %s".formatted(name, all));
  }

  @Test
  void killedWorkerCostsNoFrame() throws Exception {
    var sandbox = Sandbox.find(Ffmpeg.find(null, Ffmpeg.defaultCache()), Limits.STANDARD);
    var source = folder.resolve("gate.mp4");
    ShortPieces.make(source, SECONDS, "960x540", RATE);
    var config =
        Files.writeString(
            folder.resolve("lotwatch.yml"),
            "sim: {cameras: false}\nlots: [{id: deck, capacity: 10}]\nrecordings: {slots: 0, piece: 2}\n");
    try (var node = Running.up(folder.resolve("data"), "--config", config.toString())) {
      var first = join(node, "w1");
      var second = join(node, "w2");
      var answer =
          node.send(
              HttpRequest.newBuilder(node.uri().resolve("/api/recordings?label=gate.mp4&width=640"))
                  .header("Content-Type", "video/mp4")
                  .POST(BodyPublishers.ofFile(source)));
      var path = "/api/recordings/" + Running.JSON.readTree(answer.body()).path("id").asString();

      node.await(path, it -> it.path("done").asInt() >= 1);
      node.await("/api/workers", all -> worker(all, first).path("leases").asInt() > 0);
      workers.getFirst().destroyForcibly().onExit().join();
      var last =
          node.await(
              path,
              it ->
                  it.path("status").asString("").equals("completed")
                      || it.path("status").asString("").equals("failed"));

      System.out.println(last + "\n" + node.get("/api/workers"));
      assertThat(last.path("status").asString()).isEqualTo("completed");
      var result = folder.resolve("result.mp4");
      Files.write(
          result, node.send(HttpRequest.newBuilder(node.uri().resolve(path + "/video"))).body());
      var probed = new Steps(sandbox).probe(result, Files.createTempDirectory(folder, "probe"));
      assertThat(probed.frames().count()).isEqualTo(SECONDS * RATE);
      assertThat(probed.tracks()).hasSize(1);
      var all = node.get("/api/workers");
      assertThat(worker(all, second).path("done").asInt()).isPositive();
      assertThat(worker(all, "n1").path("steps").toString()).doesNotContain("encode");

      assertThat(join(node, "w1")).as("it keeps its name").isEqualTo(first);
      assertThat(files(folder.resolve("w1").resolve("tmp"))).isEmpty();
      workers.getLast().destroy();
      assertThat(workers.getLast().waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
