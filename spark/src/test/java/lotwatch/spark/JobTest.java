package lotwatch.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lotwatch.records.Tick;
import lotwatch.sessions.Session;
import lotwatch.spark.bench.Child;
import lotwatch.spark.bench.Children;
import lotwatch.spark.bench.Cluster;
import lotwatch.spark.bench.Expected;
import lotwatch.spark.bench.Traces;
import lotwatch.spark.bench.Traffic;
import lotwatch.spark.bench.Traffic.Arrival;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job as processes of its own, fed while it runs by a real broker: what it writes is what the
 * machine says, record by record, though driver, broker and executor are killed on the way.
 */
class JobTest {
  private static final int PARTITIONS = 4;
  private static final int EVENTS = 5_000;
  private static final int BURST = 1_000;

  /** Fewer seconds than a session waits for the next sighting. */
  private static final int SIGHTINGS_OF_A_TICK = 20;

  private static final int DRIVER_DIES = 1;
  private static final int BROKER_DIES = 2;
  private static final int EXECUTOR_DIES = 3;
  private static final Duration WAIT_MAX = Duration.ofMinutes(6);
  private static final String POLICY =
      """
      sessions:
        plates: clear
        tariffs:
          - {currency: EUR, block: 900, price: 50, free: 600, day-max: 800}
          - {lot: south, currency: VND, block: 600, price: 10000}
          - {currency: EUR, block: 900, price: 60, from: "2023-11-14T23:30:00Z"}
      """;

  @TempDir Path folder;

  @Test
  void rowsAreThoseOfTheMachineThoughEachProcessIsKilledOnce() throws Exception {
    long seed = Long.getLong("seed", 1);
    System.out.println("seed " + seed);
    var traffic = Traffic.of(seed, EVENTS, PARTITIONS);
    var file = Files.writeString(folder.resolve("policy.yml"), POLICY);
    var policy = PolicyFile.read(file, Map.of(), folder.resolve("key"));
    var expected = new Expected(policy, PARTITIONS);
    var children = new Children(Path.of(".."), folder);
    int port = Children.freePort();
    var broker = children.broker(port, PARTITIONS);
    var cluster = Cluster.start(Files.createDirectory(folder.resolve("cluster")));
    var options = options(port, file);
    var job = cluster.job(options);
    try (var kafka = new Traces(port)) {
      for (int at = 0; at < EVENTS; at += BURST) {
        var burst = traffic.subList(at, at + BURST);
        for (int i = 0; i < burst.size(); i++) {
          if (i % SIGHTINGS_OF_A_TICK == 0) {
            tick(kafka, expected, burst.get(i).at());
          }
          send(kafka, expected, burst.get(i));
        }
        if (at == DRIVER_DIES * BURST) {
          job.kill();
          job = cluster.job(options);
        }
        if (at == EXECUTOR_DIES * BURST) {
          cluster.executors().get(0).forEach(ProcessHandle::destroyForcibly);
        }
        if (at == BROKER_DIES * BURST) {
          broker.kill();
          broker = children.broker(port, PARTITIONS);
        }
        kafka.flush();
        kafka.awaitRows(expected.size(), WAIT_MAX, job);
      }
      end(kafka, expected);
      kafka.awaitRows(expected.size(), WAIT_MAX, job);

      assertThat(kafka.rows()).containsExactlyInAnyOrderEntriesOf(expected.rows());
      assertThat(kafka.conflicts()).isZero();
      assertThat(stays(expected)).isEqualTo(stays(withoutTime(policy, traffic)));
      assertThat(expected.tariffs()).hasSize(3);
      assertThat(expected.states()).containsExactlyInAnyOrder(Session.State.values());
      assertThat(cluster.tasks()).allMatch(count -> count > 0);
      assertThat(job.said()).doesNotContain("11A-");
    } finally {
      job.close();
      cluster.close();
      broker.close();
    }
  }

  private static String[] options(int port, Path policy) {
    return new String[] {
      "--servers",
      "127.0.0.1:" + port,
      "--checkpoint",
      policy.resolveSibling("checkpoint").toString(),
      "--policy",
      policy.toString()
    };
  }

  private static void send(Traces kafka, Expected expected, Arrival arrival) {
    kafka.send(arrival);
    expected.see(arrival);
  }

  /** The time of the day for all, though what the last partition has is an hour old. */
  private static void tick(Traces kafka, Expected expected, long time) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      var tick = new Tick(partition, time - 20, expected.offset(partition));
      kafka.send(tick);
      expected.tick(tick);
    }
  }

  private static void end(Traces kafka, Expected expected) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      var tick = new Tick(partition, Traffic.FIRST + 1_000_000, expected.offset(partition));
      kafka.send(tick);
      expected.tick(tick);
    }
    kafka.flush();
  }

  /** What comes of the sightings alone, with no time but theirs: no tick cuts a stay. */
  private static Expected withoutTime(JobPolicy policy, List<Arrival> traffic) {
    var expected = new Expected(policy, PARTITIONS);
    traffic.forEach(expected::see);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      expected.tick(new Tick(partition, Traffic.FIRST + 1_000_000, 0));
    }
    return expected;
  }

  /** How each has ended. */
  private static Set<Session> stays(Expected expected) {
    return expected.changes().stream().filter(Session::hasEnded).collect(toSet());
  }

  @Test
  void recordsThatCannotBeUsedEndWithTheirReasonInTheDeadLetters() throws Exception {
    var children = new Children(Path.of(".."), folder);
    int port = Children.freePort();
    var file = Files.writeString(folder.resolve("policy.yml"), "{plates: clear, places: system-c}");
    var good =
        "{\"timestamp_unix\": 1700000000, \"license_plate\": \"29A-12345\", \"location\": \"a1\", \"status_code\": \"PARKED\"}";
    try (var broker = children.broker(port, PARTITIONS);
        var job = children.job(options(port, file));
        var kafka = new Traces(port)) {
      kafka.sendRaw("raw-data", 0, null);
      kafka.sendRaw("raw-data", 0, new byte[] {(byte) 0xff, 0, 1});
      kafka.sendRaw("raw-data", 1, new byte[1 << 20]);
      kafka.sendRaw("raw-data", 1, good.replace("1700000000", "true").getBytes(UTF_8));
      kafka.sendRaw("raw-data", 1, good.replace("a1", "Z9").getBytes(UTF_8));
      kafka.sendRaw("raw-data", 2, good.replace("PARKED", "FLYING").getBytes(UTF_8));
      kafka.sendRaw("raw-data", 2, good.replace("1700000000", "4102444799").getBytes(UTF_8));
      kafka.sendRaw("raw-data-ticks", 3, "{\"partition\": 3}".getBytes(UTF_8));
      kafka.sendRaw("raw-data", 0, good.getBytes(UTF_8));
      kafka.flush();
      kafka.awaitRows(1, WAIT_MAX, job);
      kafka.awaitDeadLetters(8, WAIT_MAX, job);

      assertThat(kafka.deadLetters())
          .containsExactlyInAnyOrder(
              "raw-data 0 0 no-value, 0 bytes",
              "raw-data 0 1 not-json, 3 bytes",
              "raw-data 1 0 too-long, 8192 bytes",
              "raw-data 1 1 time-type, 97 bytes",
              "raw-data 1 2 location-unknown, 103 bytes",
              "raw-data 2 0 status-unknown, 103 bytes",
              "raw-data 2 1 time-ahead, 103 bytes",
              "raw-data-ticks 3 0 field-missing, 16 bytes");
      var row = kafka.rows().values().iterator().next();
      assertThat(row).contains("\"location\":\"A1\"");
      job.awaitWords("records cannot be used (topic of dead letters)", WAIT_MAX);
      assertThat(broker.isAlive()).isTrue();
      assertThat(job.isAlive()).isTrue();
    }
  }

  @Test
  void topicsThatAreMissingAreNamed() throws Exception {
    var children = new Children(Path.of(".."), folder);
    int port = Children.freePort();
    try (var broker = children.broker(port, 1);
        var job =
            children.job(
                "--servers",
                "127.0.0.1:" + port,
                "--output",
                "nowhere",
                "--key-file",
                folder.resolve("key").toString())) {
      Child.await("the end of the job", WAIT_MAX, () -> !job.isAlive());

      assertThat(job.said()).contains("no topic nowhere at 127.0.0.1:" + port);
      assertThat(broker.isAlive()).isTrue();
    }
  }
}
