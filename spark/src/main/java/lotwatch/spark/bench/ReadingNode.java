package lotwatch.spark.bench;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lotwatch.sessions.Session;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A node as a process of its own, which reads the topics: of sightings, or of sessions. */
final class ReadingNode implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofMinutes(2);
  private static final Pattern ADDRESS = Pattern.compile("Lotwatch is at (\\S+)");
  private static final Pattern BEHIND =
      Pattern.compile("^lotwatch_history_behind(?:\\{.*})? (\\S+)$", Pattern.MULTILINE);
  private static final int PAGE = 1_000;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** It makes the sessions itself, of the topic of sightings, by the times in them. */
  static final String EMBEDDED = "clock: records";

  /** It takes the sessions that the job makes. */
  static final String SPARK = "engine: spark";

  private final Child child;
  private final URI uri;
  private final HttpClient http = HttpClient.newHttpClient();

  private ReadingNode(Child child, URI uri) {
    this.child = child;
    this.uri = uri;
  }

  /**
   * Starts it, and again with the same folder after it was killed.
   *
   * @param home the folder of Lotwatch, where {@code cli} is built
   * @param folder for its file, its log and its data
   * @param sessions lines of the section {@code sessions}, without Kafka
   * @param hasHistory whether it keeps one
   */
  static ReadingNode start(Path home, Path folder, int port, String sessions, boolean hasHistory)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var built = home.resolve("cli/target");
    var file = folder.resolve("node.yml");
    Files.writeString(
        file,
        """
        sim: {cameras: false}
        history: {url: "%s"}
        sessions:
          kafka: {servers: "127.0.0.1:%d"}
        %s\
        """
            .formatted(hasHistory ? "" : "off", port, sessions.indent(2)));
    var command = new ArrayList<>(List.of(Child.java(), "@" + home.resolve("jvm.options")));
    command.add("-cp");
    command.add(
        built.resolve("cli-0-SNAPSHOT.jar") + File.pathSeparator + built.resolve("lib") + "/*");
    command.addAll(List.of("lotwatch.cli.Lotwatch", "up", "--port", "0"));
    command.addAll(List.of("--data", folder.resolve("data").toString()));
    command.addAll(List.of("--config", file.toString()));
    var log = folder.resolve("node.log");
    Files.deleteIfExists(log);
    var child = Child.start(command, Map.of(), log);
    child.awaitWords("Lotwatch is at ", START_MAX);
    var address = ADDRESS.matcher(child.said());
    if (!address.find()) {
      throw new IllegalStateException(child.said());
    }
    return new ReadingNode(child, URI.create(address.group(1)));
  }

  /** Waits until so many sessions have ended. */
  void awaitEnded(int count, Duration limit) throws InterruptedException {
    Child.await(
        "%d sessions that have ended".formatted(count),
        limit,
        () -> get("/api/statistics").path("closed_sessions_total").asInt() >= count);
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    child.kill();
  }

  /** Waits until everything is in its history. */
  void awaitHistory(Duration limit) throws InterruptedException {
    Child.await(
        "the history",
        limit,
        () -> {
          var behind = BEHIND.matcher(text("/metrics"));
          return behind.find() && Double.parseDouble(behind.group(1)) == 0;
        });
  }

  /** Processor time so far, in seconds. */
  double cpuSeconds() throws IOException {
    return child.cpuSeconds();
  }

  /** All sessions of its history, each as it was last. */
  Set<String> sessions() {
    var lines = new TreeSet<String>();
    var cursor = "";
    do {
      var page = get("/api/history/sessions?limit=" + PAGE + cursor);
      for (var each : page.path("items")) {
        lines.add(line(each));
      }
      var next = page.path("next").asString("");
      cursor = next.isEmpty() ? "" : "&cursor=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    } while (!cursor.isEmpty());
    return lines;
  }

  /** The same of the machine, of which every revision is given. */
  static Set<String> lines(List<Session> changes) {
    return changes.stream()
        .collect(Collectors.toMap(Session::id, each -> each, (before, after) -> after))
        .values()
        .stream()
        .map(ReadingNode::line)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String line(Session session) {
    return "%s %d %s %s %s %d %s"
        .formatted(
            session.id(),
            session.revision(),
            session.key().location(),
            Instant.ofEpochSecond(session.start()),
            Instant.ofEpochSecond(session.last()),
            session.cost(),
            session.state().name().toLowerCase(Locale.ROOT));
  }

  private static String line(JsonNode item) {
    return "%s %d %s %s %s %d %s"
        .formatted(
            item.path("id").asString(""),
            item.path("revision").asInt(),
            item.path("location").asString(""),
            item.path("start").asString(""),
            item.path("end").asString(""),
            item.path("cost").asLong(),
            item.path("state").asString(""));
  }

  private JsonNode get(String path) {
    return JSON.readTree(text(path));
  }

  private String text(String path) {
    try {
      return http.send(HttpRequest.newBuilder(uri.resolve(path)).build(), BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new IllegalStateException("the node said: " + child.said(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
