package lotwatch.lab.up;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import lotwatch.lab.bench.servers.KafkaServer;
import lotwatch.lab.bench.sessions.SightingStream;
import lotwatch.lab.bench.sessions.SocketFollower;
import lotwatch.records.SessionRow;
import lotwatch.records.SightingRecord;
import lotwatch.sessions.Rules;
import lotwatch.sessions.Session;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way of a sighting where Spark makes the sessions: a node, a topic, the job, a topic,
 * the node, and who asks it; each a process. Node and job are killed while sightings come.
 */
class SparkChainTest {
  private static final int PARTITIONS = 4;
  private static final int SIGHTINGS = 6_000;

  /** Nobody who waits for a slow machine times out, and no copy of a sighting is forgotten. */
  private static final Rules RULES = new Rules(86_400, 10, 86_400);

  /** The stream of sightings ends before now. */
  private static final long AGO = 40_000;

  private static final String ROW = "[\"parking_update\",";
  private static final String EXIT = "[\"exit_notification\",";

  @TempDir Path temp = Path.of("set by JUnit");

  @Test
  void sessionsAreThoseOfTheMachineThoughNodeAndJobDie() throws Exception {
    long seed = Long.getLong("seed", 13);
    System.out.println("seed " + seed);
    var sightings = sightings(seed);
    try (var kafka = KafkaServer.start(temp.resolve("kafka"), PARTITIONS);
        var http = HttpClient.newHttpClient()) {
      var config = config(kafka.address());
      var job = SparkJob.start(temp.resolve("job"), kafka.address(), config);
      var node = new AtomicReference<>(Running.up(temp.resolve("node"), "--config", config));
      try {
        var topics = new Topics(kafka.address());
        var cameras = new Cameras(node::get);
        var first = part(sightings, 0, 40);
        cameras.send(first);
        cameras.awaitTaken(Math.ceilDiv(first.size(), Cameras.BATCH));
        node.get()
            .await("/api/status", status -> status.path("closed_sessions_total").asInt() > 20);

        var rest = new FutureTask<>(() -> send(cameras, part(sightings, 40, 80)));
        Thread.ofVirtual().start(rest);
        cameras.awaitTaken(10);
        job.kill();
        cameras.awaitTaken(10);
        node.get().kill();
        job = SparkJob.start(temp.resolve("job"), kafka.address(), config);
        node.set(Running.up(temp.resolve("node"), "--config", config));
        rest.get(Running.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        var before = sessions(topics);
        awaitEnded(node.get(), before);

        var messages = new ConcurrentLinkedQueue<String>();
        try (var _ =
            SocketFollower.of(http, node.get().uri(), (message, _) -> messages.add(message))) {
          cameras.send(part(sightings, 80, 100));
          var changes = changes(topics);
          var after = KafkaRecording.newest(changes);
          new KafkaRecording(List.of(), after).checkAll(node.get());

          checkClosed(node.get(), after);
          checkTold(messages, changes, minus(after, before));
        }
        job.check();
        assertThat(job.said()).doesNotContain("cannot be used");
        topics.write(List.of(new ProducerRecord<>(Topics.INPUT, "no JSON".getBytes(UTF_8))));
        node.get()
            .await(
                "/api/sightings/unused",
                unused -> unused.toString().contains("\"raw-data\",\"reason\":\"not-json\""));
        job.killStarter();
      } finally {
        job.close();
        node.get().close();
      }
    }
  }

  /**
   * A stream of the recent past, and cars that were seen once, longer ago than the time-out: what
   * is told of them is late, so they stay.
   */
  private static List<Sighting> sightings(long seed) {
    var stream = SightingStream.of(seed, SIGHTINGS);
    long shift = Instant.now().getEpochSecond() - AGO - stream.getFirst().second();
    var all = new ArrayList<Sighting>();
    for (int i = 0; i < stream.size(); i++) {
      var each = stream.get(i);
      all.add(new Sighting(each.id(), each.key(), each.status(), each.second() + shift));
      if (i % 100 == 50) {
        var key = new SessionKey("29X-%05d".formatted(i), "F10");
        long second = each.second() + shift - 2 * RULES.timeoutSeconds();
        all.add(new Sighting("old-" + i, key, Status.PARKED, second));
      }
    }
    return all;
  }

  private static List<Sighting> part(List<Sighting> all, int from, int to) {
    return all.subList(all.size() * from / 100, all.size() * to / 100);
  }

  private static boolean send(Cameras cameras, List<Sighting> sightings)
      throws InterruptedException {
    cameras.send(sightings);
    return true;
  }

  private String config(String servers) throws Exception {
    var file = temp.resolve("node.yml");
    Files.writeString(
        file,
        """
        sim: {cameras: false}
        sessions:
          engine: spark
          places: system-c
          timeout: %d
          forget: %d
          tariffs: [{currency: VND, block: 600, price: 10000}]
          kafka: {servers: "%s"}
        """
            .formatted(RULES.timeoutSeconds(), RULES.forgetSeconds(), servers));
    return file.toString();
  }

  /** What the machine makes of what is in the topic, by now. */
  private static List<Session> changes(Topics topics) {
    var records = topics.all(Topics.INPUT);
    assertThat(records)
        .allMatch(each -> each.headers().lastHeader(SightingRecord.PLATE_HEADER) != null);
    return KafkaRecording.changes(
        records, RULES, Instant.now().getEpochSecond() - RULES.latenessSeconds());
  }

  private static List<Session> sessions(Topics topics) {
    return KafkaRecording.newest(changes(topics));
  }

  private static void awaitEnded(Running node, List<Session> sessions) throws Exception {
    int ended = (int) sessions.stream().filter(Session::hasEnded).count();
    node.await("/api/status", status -> status.path("closed_sessions_total").asInt() == ended);
  }

  /** In the very shape of system C. */
  private static void checkClosed(Running node, List<Session> sessions) throws Exception {
    var told = new TreeSet<String>();
    node.get("/api/sessions/closed?limit=" + KafkaRecording.ENDED_MAX)
        .path("closed_sessions")
        .forEach(row -> told.add(sorted(row.toString())));
    assertThat(told)
        .isEqualTo(
            sessions.stream()
                .filter(Session::hasEnded)
                .map(each -> sorted(row(each)))
                .collect(toCollection(TreeSet::new)));
  }

  /** Every row is one of the machine's; the newest of each session came, and each exit once. */
  private static void checkTold(Iterable<String> messages, List<Session> all, List<Session> newest)
      throws Exception {
    var rows = new ArrayList<String>();
    int exits = 0;
    for (var message : messages) {
      if (message.startsWith(ROW)) {
        rows.add(message.substring(ROW.length(), message.length() - 1));
      }
      exits += message.startsWith(EXIT) ? 1 : 0;
    }
    assertThat(all.stream().map(SparkChainTest::row).collect(toSet())).containsAll(rows);
    assertThat(rows).containsAll(newest.stream().map(SparkChainTest::row).toList());
    assertThat(exits).isEqualTo((int) newest.stream().filter(Session::hasEnded).count());
  }

  private static List<Session> minus(List<Session> after, List<Session> before) {
    var known = Set.copyOf(before);
    return after.stream().filter(each -> !known.contains(each)).toList();
  }

  private static String row(Session session) {
    return new String(SessionRow.of(session).value(), UTF_8);
  }

  /** The fields of an object in the order of their names, without their marks. */
  private static String sorted(String object) {
    return String.join(
        ",", new TreeSet<>(List.of(object.replaceAll("[{}\\s]", "").split(",", -1))));
  }
}
