package lotwatch.cli;

import static lotwatch.cli.Shell.type;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import lotwatch.node.Node;
import lotwatch.node.SitePlan;
import lotwatch.node.config.ConfigFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The commands over the TCP ports of a real node, with a lot for each way to ask. */
final class FinderCommandsTest {
  private static final Duration WAIT_MAX = Duration.ofMinutes(2);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir static Path temp = Path.of("set by JUnit");

  private static Node node;

  @BeforeAll
  static void start() throws Exception {
    var file =
        Files.writeString(
            temp.resolve("lotwatch.yml"),
            """
            http: {port: 0}
            sim: {cameras: false}
            lots: [{id: rpc, capacity: 1, occupied: 0}, {id: text, capacity: 1, occupied: 0},
                   {id: deck, capacity: 5, occupied: 0}]
            """);
    var config = ConfigFile.read(file, Map.of()).withData(temp.resolve("data"));
    node = Node.start(config, SitePlan.of(config), _ -> {});
  }

  @AfterAll
  static void close() {
    node.close();
  }

  private static String url(String protocol) {
    return protocol + "://" + Objects.requireNonNull(node.tcpPorts().get(protocol));
  }

  private static Shell.Said ask(String protocol, String... words) {
    return type(List.of(words), "--url", url(protocol));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rpc", "text"})
  void reservationIsMadeOnceAndCancelledOnce(String protocol) {
    assertThat(ask(protocol, "reserve", protocol, "P1"))
        .satisfies(held -> assertThat(held.exit()).isZero())
        .satisfies(held ->
            assertThat(held.out().strip())
                .isEqualTo("OK: a reservation in " + protocol + " is made"));
    assertThat(ask(protocol, "reserve", protocol, "P1"))
        .satisfies(again -> assertThat(again.exit()).isEqualTo(Exit.REFUSED))
        .satisfies(again -> assertThat(again.err()).contains("the plate has a reservation"));
    assertThat(ask(protocol, "reserve", protocol, "P2"))
        .satisfies(other -> assertThat(other.exit()).isEqualTo(Exit.REFUSED))
        .satisfies(other -> assertThat(other.err()).contains(protocol + " is full"));
    assertThat(ask(protocol, "cancel", protocol, "P1").exit()).isZero();
    assertThat(ask(protocol, "cancel", protocol, "P1").exit()).isEqualTo(Exit.NOT_FOUND);
    var held = JSON.readTree(ask(protocol, "reserve", protocol, "P1", "--json").out());
    assertThat(held.path("status").asString("")).isEqualTo("OK");
    assertThat(JSON.readTree(ask(protocol, "cancel", protocol, "P1", "--json").out()).isObject())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rpc", "text"})
  void lotsAreShownWithWhatThePortTells(String protocol) {
    var said = ask(protocol, "lots");

    assertThat(said.exit()).isZero();
    assertThat(said.out().lines().toList())
        .hasSize(4)
        .anyMatch(line -> line.matches("LOT +FREE +OCCUPIED +CAPACITY"))
        .anyMatch(line -> line.matches("text +1 +0 +1"));
    var json = JSON.readTree(ask(protocol, "lots", "--json").out());
    assertThat(json).hasSize(3);
    assertThat(json.get(0).path("id").asString("")).isEqualTo("deck");
  }

  @Test
  void whatIsNotThereIsFourAndWhatCannotBeIsTwo() {
    assertThat(ask("rpc", "reserve", "roof", "P").exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(ask("text", "cancel", "roof", "P").exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(ask("pubsub", "watch", "roof").exit()).isEqualTo(Exit.NOT_FOUND);
    var said = ask("rpc", "reserve", "deck", "x".repeat(33));
    assertThat(said.exit()).isEqualTo(Exit.USAGE);
    assertThat(said.err()).contains("plate has 33 characters").doesNotContain("xxx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rpc", "text"})
  void portOfThePageIsThreeAndSaysSo(String protocol) {
    var said = type("lots", "--url", protocol + "://127.0.0.1:" + node.uri().getPort());

    assertThat(said.exit()).isEqualTo(Exit.UNAVAILABLE);
    assertThat(said.err()).contains("Is that its " + protocol + " port?");
  }

  @Test
  void nodesThatAreGoneAreLeftOut() {
    var said = type("lots", "--url", url("rpc").replace("://", "://127.0.0.1:1,"));

    assertThat(said.exit()).isZero();
    assertThat(said.out()).contains("deck");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--json"})
  void watchShowsWhatHappensAndStopsAfterEnough(String json) throws Exception {
    var said = new StringWriter();
    var words = "watch deck --events 2 %s --url %s".formatted(json, url("pubsub")).split(" +", -1);
    var watch = new FutureTask<>(() -> Shell.type(said, words));
    Thread.startVirtualThread(watch);
    var deadline = Instant.now().plus(WAIT_MAX);
    for (int i = 0; !watch.isDone(); i++) {
      assertThat(Instant.now()).isBefore(deadline);
      ask("rpc", i % 2 == 0 ? "reserve" : "cancel", "deck", "W");
      LockSupport.parkNanos(10_000_000);
    }
    ask("rpc", "cancel", "deck", "W");

    assertThat(watch.get()).isZero();
    var lines = said.toString().lines().toList();
    assertThat(lines).hasSize(2);
    if (json.isEmpty()) {
      assertThat(lines).allMatch(line -> line.matches("\\d{4}-\\S+  lot=deck free=[45]"));
    } else {
      assertThat(lines.stream().map(JSON::readTree))
          .allMatch(line -> line.path("lot").asString("").equals("deck"))
          .allMatch(line -> line.path("free").asInt() >= 4 && line.has("sequence"));
    }
  }
}
