package lotwatch.cli;

import static lotwatch.cli.Shell.type;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.PrintWriter;
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
import java.util.function.BooleanSupplier;
import lotwatch.node.Node;
import lotwatch.node.SitePlan;
import lotwatch.node.config.ConfigFile;
import lotwatch.wire.proto.heartbeat.HeartbeatRequest;
import lotwatch.wire.proto.heartbeat.ViewServiceGrpc;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** {@code lotwatch health} against a real node. */
final class HealthTest {
  private static final Duration WAIT_MAX = Duration.ofMinutes(2);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path temp = Path.of("set by JUnit");

  private @Nullable Node started;
  private String server = "";

  @BeforeEach
  void start() throws Exception {
    start(0);
  }

  private void start(int port) throws Exception {
    Files.writeString(
        temp.resolve("a.json"),
        """
        {"format":"lotwatch-spots/1","frameSize":[100,100],
         "spots":[{"id":"s1","polygon":[[10,10],[30,10],[30,30],[10,30]]}]}
        """);
    var file =
        Files.writeString(
            temp.resolve("lotwatch.yml"),
            """
            http: {port: 0}
            grpc: {ports: %d}
            video: {workers: 2}
            cameras: [{id: sent, source: 'grpc:0', spots: a.json}]
            """
                .formatted(port));
    var config = ConfigFile.read(file, Map.of()).withData(temp.resolve("data"));
    var node = Node.start(config, SitePlan.of(config), _ -> {});
    started = node;
    server = "127.0.0.1:" + node.grpcPorts().getFirst();
  }

  @AfterEach
  void close() {
    Objects.requireNonNull(started).close();
  }

  private Shell.Said health(String... words) {
    return type(List.of("health", "--server", server), words);
  }

  /** A service of others says that it is there. */
  private void beat(String service, Instant at) {
    var parts = server.split(":", -1);
    var channel =
        NettyChannelBuilder.forAddress(parts[0], Integer.parseInt(parts[1])).usePlaintext().build();
    try {
      var beat =
          HeartbeatRequest.newBuilder()
              .setServiceIdentifier(service)
              .setStatus("PROCESSING")
              .setTimestamp(at.getEpochSecond());
      assertThat(ViewServiceGrpc.newBlockingStub(channel).heartbeat(beat.build()).getAcknowledged())
          .isTrue();
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void nodeAndItsWorkersAreAlive() {
    var said = health("--services", "node/n1,worker/n1-1", "worker/n1-2");

    assertThat(said.exit()).isZero();
    assertThat(said.out().lines().toList())
        .hasSize(5)
        .anyMatch(line -> line.matches("SERVICE +STATUS +ALIVE +LAST HEARD +AGE"))
        .anyMatch(line -> line.matches("node/n1 +OK +yes +\\d{4}-.* +\\d+ s"))
        .anyMatch(line -> line.matches("worker/n1-2 +OK +yes .*"))
        .last()
        .asString()
        .endsWith(server + ": 3 alive, 0 not");
  }

  @Test
  void deadServiceIsOne() {
    beat("video_processor", Instant.now().minusSeconds(60));

    var said = health();

    assertThat(said.exit()).isEqualTo(Exit.REFUSED);
    assertThat(said.out()).containsPattern("video_processor +PROCESSING +NO");
    assertThat(health("-s", "node/n1").exit()).isZero();
  }

  @Test
  void serviceThatWasNeverThereIsOne() {
    var said = health("-s", "node/n1", "parking_primary");

    assertThat(said.exit()).isEqualTo(Exit.REFUSED);
    assertThat(said.out()).containsPattern("parking_primary +never heard +NO");
  }

  @Test
  void jsonParses() {
    var said = JSON.readTree(health("--json", "-s", "node/n1,nobody").out());

    assertThat(said.path("services").get(0).path("service").asString("")).isEqualTo("node/n1");
    assertThat(said.path("services").get(0).path("alive").asBoolean()).isTrue();
    assertThat(said.path("missing").get(0).asString("")).isEqualTo("nobody");
  }

  @Test
  void serverThatIsNotThereIsThree() {
    var said = type("health", "--server", "127.0.0.1:1");

    assertThat(said.exit()).isEqualTo(Exit.UNAVAILABLE);
    assertThat(said.err()).contains("127.0.0.1:1", "grpc.ports").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--server localhost",
        "--server h:70000",
        "--server h:1:2",
        "--interval 0",
        "-m -i 3601",
        "--services"
      })
  void wrongCommandLineIsTwo(String line) {
    var said = type(("health " + line).split(" ", -1));

    assertThat(said.exit()).isEqualTo(Exit.USAGE);
    assertThat(said.err()).doesNotContain("\tat ");
  }

  /** Nothing a server says steers the terminal. */
  @Test
  void controlCharactersAreNotShown() {
    assertThat(Look.printable("a\u001b[2Jb\n")).isEqualTo("a?[2Jb?");
  }

  @Test
  void monitorGoesOnOverARestart() throws Exception {
    var said = new StringWriter();
    var words = new String[] {"health", "--server", server, "-m", "-i", "1", "-s", "node/n1"};
    var watch = new FutureTask<>(() -> Shell.type(said, words));
    var thread = Thread.ofPlatform().daemon().start(watch);
    until(() -> said.toString().contains("1 alive, 0 not"));
    int port = Objects.requireNonNull(started).grpcPorts().getFirst();

    Objects.requireNonNull(started).close();
    until(() -> said.toString().contains("unreachable: "));
    int before = said.toString().length();
    start(port);

    until(() -> said.toString().substring(before).contains("1 alive, 0 not"));
    assertThat(said.toString()).doesNotContain("\u001b");
    thread.interrupt();
    thread.join();
  }

  @Test
  void onATerminalEachLookIsWrittenOverTheOneBefore() {
    var said = new StringWriter();
    var screen = new Screen(new PrintWriter(said, true), true);
    screen.show("one\ntwo");
    screen.show("three");

    assertThat(said.toString().replace("\u001b", "^"))
        .isEqualTo("^[2J^[Hone^[K\ntwo^[K\n^[J" + "^[Hthree^[K\n^[J");
  }

  private static void until(BooleanSupplier holds) {
    var deadline = Instant.now().plus(WAIT_MAX);
    while (!holds.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }
}
