package lotwatch.lab.bench.recordings;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import lotwatch.lab.bench.servers.LaunchedNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A node that takes recordings, and who asks it. */
final class Node implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration WAIT_MAX = Duration.ofHours(1);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final LaunchedNode launched;
  private final HttpClient http = HttpClient.newHttpClient();

  private Node(LaunchedNode launched) {
    this.launched = launched;
  }

  /**
   * Starts one with nothing else to do.
   *
   * @param slots pieces that it encodes itself at a time
   */
  static Node start(Path folder, int slots) throws IOException {
    Files.createDirectories(folder);
    var config =
        Files.writeString(
            folder.resolve("lotwatch.yml"),
            """
            sim: {cameras: false}
            lots: [{id: deck, capacity: 10}]
            recordings: {slots: %d}
            """
                .formatted(slots));
    return new Node(LaunchedNode.start(config, folder.resolve("data"), folder.resolve("log")));
  }

  LaunchedNode launched() {
    return launched;
  }

  /**
   * Uploads a file.
   *
   * @param wanted more of the query, such as {@code &width=640}
   * @return the recording's id
   */
  String upload(Path file, String wanted) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uri("/api/recordings?label=" + file.getFileName() + wanted))
            .header("Content-Type", "video/mp4")
            .POST(BodyPublishers.ofFile(file))
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    var id = JSON.readTree(answer.body()).path("id").asString("");
    if (id.isEmpty()) {
      throw new IOException("not taken: " + answer.body());
    }
    return id;
  }

  /** Waits until a recording is encoded. */
  void awaitCompleted(String id) throws IOException, InterruptedException {
    long end = System.nanoTime() + WAIT_MAX.toNanos();
    while (System.nanoTime() < end) {
      var now = get("/api/recordings/" + id);
      switch (now.path("status").asString("")) {
        case "completed" -> {
          return;
        }
        case "failed", "cancelled" -> throw new IOException("not encoded: " + now);
        default -> Thread.sleep(LOOK);
      }
    }
    throw new IOException("not encoded within " + WAIT_MAX);
  }

  /** Downloads what was made, into a file; returns its bytes. */
  long download(String id, Path target) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri("/api/recordings/%s/video".formatted(id))).build();
    var answer = http.send(request, BodyHandlers.ofFile(target));
    if (answer.statusCode() != 200) {
      throw new IOException("no video: status " + answer.statusCode());
    }
    return Files.size(target);
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri(path)).build();
    return JSON.readTree(http.send(request, BodyHandlers.ofByteArray()).body());
  }

  private URI uri(String path) {
    return launched.uri().resolve(path);
  }

  @Override
  public void close() throws IOException {
    http.close();
    launched.close();
  }
}
