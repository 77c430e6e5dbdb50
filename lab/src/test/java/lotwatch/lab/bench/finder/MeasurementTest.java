package lotwatch.lab.bench.finder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lotwatch.lab.bench.Bench;
import lotwatch.lab.bench.load.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** Measurements of a node in a process of its own; how fast it is is not asked here. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class MeasurementTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final RpcCalls.Time SHORT =
      new RpcCalls.Time(Duration.ofMillis(100), Duration.ofMillis(400));

  private static Site site;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    site = Site.start(Path.of(System.getProperty("java.io.tmpdir")));
  }

  @AfterAll
  static void stop() throws Exception {
    site.close();
  }

  private static int bench(Object... words) {
    return new CommandLine(new Bench())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(Stream.of(words).map(String::valueOf).toArray(String[]::new));
  }

  @Test
  void resultsHaveTheKeysOfTheFindersLoadTest() throws Exception {
    var file = folder.resolve("results.json");
    var port = site.addresses().rpc().getPort();

    int exit =
        bench(
            "rpc",
            "--host",
            "127.0.0.1",
            "--port",
            port,
            "--baseline",
            "--duration",
            0.2,
            "--warm-up",
            0,
            "--out",
            file);

    assertThat(exit).isZero();
    var results = JSON.readTree(Files.readString(file, UTF_8));
    assertThat(results.propertyNames())
        .containsExactly(
            "avail_1w",
            "avail_4w",
            "avail_8w",
            "avail_16w",
            "reserve_1w",
            "reserve_4w",
            "reserve_8w",
            "reserve_16w");
    assertThat(results.get("reserve_4w").propertyNames())
        .startsWith(
            "duration_seconds",
            "total_requests",
            "successful_requests",
            "failed_requests",
            "timeout_requests",
            "throughput_req_per_sec",
            "latency_min_ms",
            "latency_max_ms",
            "latency_mean_ms",
            "latency_median_ms",
            "latency_p95_ms",
            "latency_p99_ms");
    assertThat(results.get("reserve_4w").get("reservations").asLong()).isPositive();
  }

  @Test
  void mixedCallsReadAndChange() throws Exception {
    var file = folder.resolve("mixed.json");
    var port = site.addresses().rpc().getPort();

    int exit =
        bench(
            "rpc",
            "--host",
            "127.0.0.1",
            "--port",
            port,
            "--operation",
            "mixed",
            "--workers",
            2,
            "--duration",
            0.3,
            "--warm-up",
            0,
            "--out",
            file);

    assertThat(exit).isZero();
    var mixed = JSON.readTree(Files.readString(file, UTF_8)).get("mixed_2w");
    long changes = mixed.get("reservations").asLong() + mixed.get("cancellations").asLong();
    assertThat(changes).isPositive().isLessThan(mixed.get("successful_requests").asLong());
  }

  @Test
  void ofEachLineTheQuietestRoundCounts() {
    var rounds = List.of(List.of(3.0, 1.5), List.of(2.0, 4.0), List.of(2.5, 1.0));

    assertThat(EvaluateCommand.quietest(rounds, disturbed -> disturbed)).containsExactly(2.0, 1.0);
  }

  @Test
  void wrongNumbersAreRefused() {
    assertThat(bench("rpc", "--workers", 0)).isEqualTo(2);
    assertThat(bench("rpc", "--duration", 0)).isEqualTo(2);
    assertThat(bench("stress", "--workers", 901)).isEqualTo(2);
    assertThat(bench("evaluate", "--rounds", 101)).isEqualTo(2);
  }

  @Test
  void subscribersAreAMultipleOfTheLots() {
    var asked = new Asked(new CommandLine(new Bench()).getCommandSpec());

    assertThat(asked.flow(10, 8, 7, 4).subscribers()).isEqualTo(8);
    for (var wrong : List.of(new int[] {6, 0}, new int[] {1_004, 0}, new int[] {8, 8})) {
      assertThatThrownBy(() -> asked.flow(10, wrong[0], wrong[1], 4))
          .isInstanceOf(CommandLine.ParameterException.class);
    }
  }

  /** Each change is heard by each subscriber of its lot or counted as dropped. */
  @Test
  void whatAStalledSubscriberMissesIsCountedExactly() throws Exception {
    var flow = new Traffic.Flow(2_000, 8, 1);
    long dropped = 0;
    for (int seconds = 2; dropped == 0; seconds *= 2) {
      var time = new RpcCalls.Time(Duration.ZERO, Duration.ofSeconds(seconds));

      var fanout = FanoutLoad.run(site, flow, time);

      var events = fanout.events();
      assertThat(fanout.footprint().server()).isPositive();
      assertThat(fanout.footprint().residentMegabytes()).isPositive();
      assertThat(events.lost()).isZero();
      assertThat(events.published()).isGreaterThanOrEqualTo(events.sensors().successful());
      dropped = events.dropped().orElseThrow();
    }
  }

  @Test
  void reservationsBesideSensorsAreEventsToo() throws Exception {
    var stress = Stress.run(site, Operation.RESERVE, 4, SHORT, new Traffic.Flow(10, 4, 0));

    assertThat(stress.beside().outcome().problem()).isEmpty();
    assertThat(stress.beside().changes()).isPositive();
    assertThat(stress.events().published()).isGreaterThan(stress.beside().changes());
    assertThat(stress.events().lost()).isZero();
  }

  @Test
  void reportHasFiveTablesAndFourPlots() throws Exception {
    var report = folder.resolve("report");

    int exit =
        bench(
            "evaluate",
            "--host",
            "127.0.0.1",
            "--port",
            site.addresses().rpc().getPort(),
            "--sensor-port",
            site.addresses().sensor().getPort(),
            "--pubsub-port",
            site.addresses().pubsub().getPort(),
            "--url",
            site.addresses().http().orElseThrow(),
            "--duration",
            0.3,
            "--warm-up",
            0,
            "--workers",
            "1,3",
            "--rounds",
            2,
            "--subscribers",
            "4,12",
            "--report",
            report);

    assertThat(exit).isZero();
    var markdown = Files.readString(report.resolve("report.md"), UTF_8);
    assertThat(markdown.lines().filter(line -> line.startsWith("## "))).hasSize(5);
    assertThat(markdown.lines().filter(line -> line.startsWith("|---"))).hasSize(5);
    var plots = new ArrayList<>(List.of("throughput", "latency", "sensors", "lag"));
    plots.removeIf(plot -> markdown.contains("](" + plot + ".svg)"));
    assertThat(plots).isEmpty();
    assertThat(report.resolve("lag.svg")).isNotEmptyFile();
    var html = Files.readString(report.resolve("report.html"), UTF_8);
    assertThat(html.split("<svg ", -1)).hasSize(5);
    assertThat(html.split("<table>", -1)).hasSize(6);
    var results = JSON.readTree(Files.readString(report.resolve("results.json"), UTF_8));
    assertThat(results.get("rpc").propertyNames())
        .containsExactly("avail_1w", "avail_3w", "reserve_1w", "reserve_3w");
    assertThat(results.get("stress")).hasSize(4);
    assertThat(results.get("fanout")).hasSize(3);
  }
}
