package lotwatch.cli;

import static lotwatch.cli.Shell.type;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import lotwatch.node.Node;
import lotwatch.node.SitePlan;
import lotwatch.node.config.ConfigFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The commands that ask a server: a real one, with a lot of capacity 2 that counts cars. */
final class ServedTest {
  private static final String PLATE = "B-LW 4711";
  private static final Duration WAIT_MAX = Duration.ofMinutes(2);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path temp = Path.of("set by JUnit");

  private @Nullable Node started;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(temp.resolve("a.mp4"), "not a video");
    Files.writeString(
        temp.resolve("a.json"),
        """
        {"format":"lotwatch-spots/1","frameSize":[100,100],
         "spots":[{"id":"s1","polygon":[[10,10],[30,10],[30,30],[10,30]]}]}
        """);
    Files.writeString(
        temp.resolve("lotwatch.yml"),
        """
        http: {port: 0}
        lots: [{id: deck, capacity: 2}]
        cameras: [{id: a, source: a.mp4, spots: a.json}]
        """);
    start(0);
    count(1);
  }

  @Test
  void sessionsAreListedWithMaskedPlatesAndWhatTheyCost() throws Exception {
    var body =
        "{\"sightings\": [{\"plate\": \"%s\", \"location\": \"deck\", \"status\": \"ENTERING\", \"time\": %d}]}"
            .formatted(PLATE, Instant.now().getEpochSecond());
    until(() -> post("/api/sightings", body) == 200); // the version is raised a moment after start

    assertThat(ask("sessions").out())
        .contains("deck", "0.00 EUR", "active", "*******")
        .doesNotContain("LW", "4711");
    assertThat(JSON.readTree(ask("sessions", "--json").out()).path("items")).hasSize(1);
    assertThat(ask("sessions", "--ended").out()).contains("PLATE").doesNotContain("deck");
    assertThat(ask("sessions", "list").out()).isEqualTo(ask("sessions").out());

    until(() -> ask("sessions", "export").out().contains("deck")); // the history is a moment behind
    var csv = ask("sessions", "export", "--csv", "--from", "2020-01-01").out().lines().toList();
    assertThat(csv).hasSize(2).first().asString().startsWith("id,revision,plate,location,start");
    assertThat(csv).last().asString().matches(".*,[*]{7}..,deck,.*,active,0.00,EUR");
    assertThat(ask("sessions", "show", csv.getLast().split(",", 2)[0]).out())
        .contains("REVISION", "active", "0.00 EUR");
    assertThat(ask("sessions", "show", "nobody").exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(ask("sessions", "export", "--from", "soon").exit()).isEqualTo(Exit.USAGE);
  }

  private int post(String path, String body) {
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(node().uri().resolve(path))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString())
          .statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void start(int port) throws Exception {
    var read = ConfigFile.read(temp.resolve("lotwatch.yml"), Map.of());
    var config = read.withData(temp.resolve("data")).withHttp(read.servers().http().on(port));
    started = Node.start(config, SitePlan.of(config), _ -> {});
  }

  private Node node() {
    return Objects.requireNonNull(started);
  }

  @AfterEach
  void close() {
    node().close();
  }

  private void count(int occupied) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(node().uri().resolve("/api/lots/deck/counts"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"occupied\":%d}".formatted(occupied)));
      assertThat(http.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(204);
    }
  }

  private Shell.Said ask(String... words) {
    return type(List.of(words), "--url", node().uri().toString());
  }

  @Test
  void lotsShowsEveryLotWithItsPlaces() {
    var said = ask("lots");

    assertThat(said.exit()).isZero();
    assertThat(said.out().lines().toList())
        .hasSize(3)
        .anyMatch(line -> line.matches("LOT +FREE +OCCUPIED +RESERVED +UNKNOWN +CAPACITY"))
        .anyMatch(line -> line.matches("a +0 +0 +0 +1 +1"))
        .anyMatch(line -> line.matches("deck +1 +1 +0 +0 +2"));
  }

  @Test
  void lotsAsJsonParses() {
    var lots = JSON.readTree(ask("lots", "--json").out());

    assertThat(lots).hasSize(2);
    assertThat(lots.get(1).path("free").asInt()).isEqualTo(1);
  }

  @Test
  void placeIsHeldOnceAndGivenBackOnce() {
    assertThat(ask("reserve", "deck", PLATE))
        .satisfies(held -> assertThat(held.exit()).isZero())
        .satisfies(held ->
            assertThat(held.out()).startsWith("OK: a reservation in deck is made and ends 2"));
    assertThat(ask("reserve", "deck", PLATE).exit()).isEqualTo(Exit.REFUSED);
    assertThat(ask("reserve", "deck", "other").exit()).isEqualTo(Exit.REFUSED);
    assertThat(ask("cancel", "deck", PLATE).exit()).isZero();
    assertThat(ask("cancel", "deck", PLATE).exit()).isEqualTo(Exit.NOT_FOUND);
  }

  @Test
  void answersAsJsonParse() {
    var held = JSON.readTree(ask("reserve", "deck", PLATE, "--json").out());
    assertThat(held.path("until").asString("")).startsWith("2");

    assertThat(JSON.readTree(ask("cancel", "deck", PLATE, "--json").out()).isObject()).isTrue();
  }

  @Test
  void whatIsNotThereIsFour() {
    assertThat(ask("reserve", "roof", PLATE).exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(ask("cancel", "roof", PLATE).exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(ask("watch", "roof").exit()).isEqualTo(Exit.NOT_FOUND);
  }

  @Test
  void plateThatCannotBeIsTwo() {
    var said = ask("reserve", "deck", "x".repeat(33));

    assertThat(said.exit()).isEqualTo(Exit.USAGE);
    assertThat(said.err()).contains("plate").doesNotContain("xxx");
  }

  @Test
  void watchShowsTheStateAndThenWhatHappens() throws Exception {
    var watch = watch("watch", "deck", "--events", "1", "--json");
    untilDone(watch);

    var lines = watch.get().out().lines().map(JSON::readTree).toList();
    assertThat(watch.get().exit()).isZero();
    assertThat(lines.getFirst().path("lots").get(0).path("id").asString("")).isEqualTo("deck");
    assertThat(lines.getLast().path("lot").asString("")).isEqualTo("deck");
  }

  /** What happens between the restart and the new connection is read from where it left off. */
  @Test
  void watchGoesOnOverARestartAndMissesNothing() throws Exception {
    var url = node().uri();
    var said = new StringWriter();
    var watch =
        new FutureTask<>(() -> Shell.type(said, "watch", "deck", "--json", "--url", "" + url));
    Thread.startVirtualThread(watch);
    until(() -> said.toString().contains("\"lots\""));
    count(0);
    until(() -> counted(said).size() == 1);

    node().close();
    start(url.getPort());
    count(1);
    count(2);
    count(1);

    until(() -> counted(said).size() == 4);
    assertThat(counted(said)).containsExactly(0, 1, 2, 1);
    watch.cancel(true);
  }

  /** How many cars there were after each event about the lot; the last line may be half there. */
  private static List<Integer> counted(StringWriter said) {
    var text = said.toString();
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .map(JSON::readTree)
        .filter(line -> line.has("tally"))
        .map(line -> line.path("tally").path("occupied").asInt())
        .toList();
  }

  private static void until(BooleanSupplier holds) {
    var deadline = Instant.now().plus(WAIT_MAX);
    while (!holds.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** A watch beside the test. */
  private FutureTask<Shell.Said> watch(String... words) {
    var task = new FutureTask<>(() -> ask(words));
    Thread.startVirtualThread(task);
    return task;
  }

  /** Lets cars come and go until somebody saw enough of it. */
  private void untilDone(FutureTask<?> watch) throws Exception {
    var deadline = Instant.now().plus(WAIT_MAX);
    for (int i = 0; !watch.isDone(); i++) {
      assertThat(Instant.now()).isBefore(deadline);
      count(i % 2);
    }
  }

  @Test
  void platesAreInNoLogLine() {
    var lines = new CopyOnWriteArrayList<String>();
    var ear =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            var all = new ArrayList<Object>(List.of(String.valueOf(line.getMessage())));
            all.addAll(line.getParameters() == null ? List.of() : List.of(line.getParameters()));
            all.add(String.valueOf(line.getThrown()));
            lines.add(all.toString());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    var root = Logger.getLogger("");
    var ours = Logger.getLogger("lotwatch");
    var level = ours.getLevel();
    root.addHandler(ear);
    ours.setLevel(Level.ALL);
    try {
      ours.fine("the ear hears");
      ask("reserve", "deck", PLATE);
      ask("reserve", "deck", PLATE);
      ask("reserve", "roof", PLATE);
      ask("cancel", "deck", PLATE);
      ask("cancel", "deck", PLATE);
    } finally {
      root.removeHandler(ear);
      ours.setLevel(level);
    }

    assertThat(lines).anyMatch(line -> line.contains("the ear hears"));
    assertThat(lines).noneMatch(line -> line.contains("4711"));
  }

  private String sensorPort() {
    var at = Objects.requireNonNull(node().tcpPorts().get("sensor"));
    return at.substring(at.lastIndexOf(':') + 1);
  }

  @Test
  void sensorsCountUntilTheirTimeIsOver() {
    var said =
        type(
            List.of("sensor", "--port", sensorPort(), "--lots", "deck", "--duration", "0.5"),
            "--rate",
            "50",
            "--sensor",
            "gate");

    assertThat(said.exit()).isZero();
    assertThat(said.out()).contains(" acknowledged in ").doesNotContain("problem");
  }

  @Test
  void burstOfAnUnknownLotIsRefusedIfItIsNumbered() {
    var burst = List.of("sensor", "--port", sensorPort(), "--mode", "burst", "--burst-count", "3");

    assertThat(type(burst).out()).startsWith("3 sent, 3 acknowledged");
    var said = type(burst, "--sensor", "gate", "--burst-lot", "none");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out()).contains("3 sent, 0 acknowledged", "last problem: Unknown lot");
  }

  @Test
  void sensorWithoutAPortSaysSo() {
    var said = type("sensor", "--port", "1", "--mode", "burst");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.err()).contains("no sensor port at 127.0.0.1:1");
  }
}
