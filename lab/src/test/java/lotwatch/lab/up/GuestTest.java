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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.lab.up.GuestProgram.Habit;
import lotwatch.recordings.media.Limits;
import lotwatch.recordings.media.Probed;
import lotwatch.recordings.media.Sandbox;
import lotwatch.recordings.media.Steps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** System D's workers encode for nodes that do not, and are not believed. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class GuestTest {
  private static final int SECONDS = 16;
  private static final int RATE = 25;

  @TempDir Path folder;
  private final List<Process> guests = new ArrayList<>();
  private final List<Process> workers = new ArrayList<>();
  private Sandbox sandbox;
  private Path source;

  @BeforeEach
  void make() throws Exception {
    sandbox = Sandbox.find(Ffmpeg.find(null, Ffmpeg.defaultCache()), Limits.STANDARD);
    source = folder.resolve("gate.mp4");
    ShortPieces.make(source, SECONDS, "640x360", RATE);
  }

  @AfterEach
  void stop() {
    guests.forEach(each -> each.destroyForcibly().onExit().join());
    workers.forEach(each -> each.destroyForcibly().onExit().join());
  }

  private Running node(int slots) throws IOException {
    return node(slots, "");
  }

  private Running node(int slots, String more) throws IOException {
    var config =
        Files.writeString(
            folder.resolve("lotwatch.yml"),
            "sim: {cameras: false}\nlots: [{id: deck, capacity: 10}]\nrecordings: {slots: %d, piece: 2%s}\n"
                .formatted(slots, more));
    return Running.up(folder.resolve("data"), "--config", config.toString());
  }

  /** A guest that has registered; what it says goes to the list. */
  private String guest(Running node, Habit habit, List<String> said) throws IOException {
    var home = Files.createTempDirectory(folder, "guest");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                GuestProgram.class.getName(),
                "127.0.0.1:" + node.grpcPort(),
                home.toString(),
                habit.name())
            .redirectErrorStream(true)
            .start();
    guests.add(process);
    var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      said.add(line);
      if (line.startsWith("guest at ")) {
        Thread.ofVirtual().start(() -> out.lines().forEach(said::add));
        return "guest@" + line.substring(9);
      }
    }
    throw new IOException("no guest: " + said);
  }

  private String upload(Running node) throws Exception {
    return upload(node, "&width=320&height=180");
  }

  private String upload(Running node, String wanted) throws Exception {
    var answer =
        node.send(
            HttpRequest.newBuilder(node.uri().resolve("/api/recordings?label=gate.mp4" + wanted))
                .header("Content-Type", "video/mp4")
                .POST(BodyPublishers.ofFile(source)));
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(201);
    return "/api/recordings/" + Running.JSON.readTree(answer.body()).path("id").asString();
  }

  private void assertExact(Running node, String path) throws Exception {
    var answer = node.send(HttpRequest.newBuilder(node.uri().resolve(path + "/video")));
    assertThat(answer.statusCode()).isEqualTo(200);
    var result = Files.write(folder.resolve("result.mp4"), answer.body());
    var probed = probed(result);
    assertThat(probed.frames().count()).isEqualTo(SECONDS * RATE);
    assertThat(probed.video().width()).isEqualTo(320);
    assertThat(probed.tracks()).hasSameSizeAs(probed(source).tracks());
    var decoded =
        new Steps(sandbox).decoded(result, Files.createTempDirectory(folder, "decode"), probed);
    assertThat(decoded.frames().count()).isEqualTo(SECONDS * RATE);
    assertThat(decodeComplaints(result)).isEmpty();
  }

  private Probed probed(Path file) throws Exception {
    return new Steps(sandbox).probe(file, Files.createTempDirectory(folder, "probe"));
  }

  private static String decodeComplaints(Path file) throws Exception {
    var words = List.of("-v", "error", "-i", file.toString(), "-f", "null", "-");
    var process =
        Ffmpeg.find(null, Ffmpeg.defaultCache()).command(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  private static boolean is(JsonNode recording, String status) {
    return recording.path("status").asString("").equals(status);
  }

  private static JsonNode worker(Running node, String name) throws Exception {
    for (var each : node.get("/api/workers").path("items")) {
      if (each.path("name").asString("").equals(name)) {
        return each;
      }
    }
    throw new AssertionError("no worker " + name);
  }

  private static void awaitThere(Running node, String name) throws Exception {
    node.await("/api/workers", all -> all.toString().contains("\"" + name + "\""));
  }

  @Test
  void guestsEncodeWhatTheNodeDoesNotAndTheIdleOneMost() throws Exception {
    var said = new CopyOnWriteArrayList<String>();
    try (var node = node(0)) {
      var idle = guest(node, Habit.TWICE, said);
      var busy = guest(node, Habit.BUSY, said);
      awaitThere(node, idle);
      awaitThere(node, busy);
      var path = upload(node);

      var last = node.await(path, it -> is(it, "completed") || is(it, "failed"));

      System.out.println(last + "\n" + node.get("/api/workers"));
      assertThat(last.path("status").asString()).isEqualTo("completed");
      assertExact(node, path);
      int pieces = last.path("pieces").asInt();
      int byIdle = worker(node, idle).path("done").asInt();
      assertThat(pieces).isGreaterThanOrEqualTo(4);
      assertThat(byIdle + worker(node, busy).path("done").asInt()).isEqualTo(pieces);
      assertThat(byIdle * 4).isGreaterThanOrEqualTo(pieces * 3);
      assertThat(said).filteredOn(line -> line.endsWith(" false")).isEmpty();
    }
  }

  @Test
  void liarsAreFoundOutAndTheirPiecesGoElsewhere() throws Exception {
    var said = new CopyOnWriteArrayList<String>();
    try (var node = node(0)) {
      var names = new ArrayList<String>();
      for (var habit : List.of(Habit.GARBAGE, Habit.SHORT, Habit.ANOTHER, Habit.FAILING)) {
        names.add(guest(node, habit, said));
        awaitThere(node, names.getLast());
      }
      var path = upload(node);
      for (var name : names) {
        node.await("/api/workers", all -> tried(all, name) > 0);
      }
      assertThat(is(node.get(path), "encoding")).isTrue();
      guests.getLast().destroyForcibly();
      var honest = WorkerJoinTest.start(node, folder.resolve("honest"));
      workers.add(honest);
      Thread.ofVirtual().start(() -> honest.inputReader().lines().forEach(_ -> {}));
      var last = node.await(path, it -> is(it, "completed") || is(it, "failed"));

      System.out.println(last + "\n" + node.get("/api/workers"));
      assertThat(last.path("status").asString()).isEqualTo("completed");
      assertExact(node, path);
      assertThat(last.path("pieces").asInt()).isEqualTo(SECONDS / 2);
      for (int liar = 0; liar < names.size() - 1; liar++) {
        assertThat(worker(node, names.get(liar)).path("rejected").asInt()).isPositive();
        assertThat(worker(node, names.get(liar)).path("done").asInt()).isZero();
      }
      assertThat(node.metric("lotwatch_worker_results_rejected")).isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void whatNoGuestCanDoSaysWhyItWaitsAndFailsAfterTheLimit() throws Exception {
    var said = new CopyOnWriteArrayList<String>();
    try (var node = node(0, ", worker-wait: 5")) {
      awaitThere(node, guest(node, Habit.TWICE, said));
      var path = upload(node, "&rotate=90");

      var waiting = node.await(path, it -> it.has("waits"));
      var why = "it needs a worker of Lotwatch, and none is there";
      assertThat(waiting.path("waits").asString("")).contains(why, "guests only scale");
      assertThat(node.get("/readyz").toString()).contains("degraded", why);
      var last = node.await(path, it -> !is(it, "encoding"));

      assertThat(last.path("status").asString()).isEqualTo("failed");
      assertThat(last.path("reason").asString(""))
          .startsWith("waited 5 s for a worker: piece 1")
          .contains(why, "guests only scale");
      assertThat(node.get("/readyz").toString()).doesNotContain(why);
    }
  }

  private static int tried(JsonNode all, String name) {
    for (var each : all.path("items")) {
      if (each.path("name").asString("").equals(name)) {
        return each.path("failed").asInt();
      }
    }
    return 0;
  }
}
