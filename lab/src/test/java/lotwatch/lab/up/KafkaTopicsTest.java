package lotwatch.lab.up;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lotwatch.lab.bench.servers.KafkaServer;
import lotwatch.records.DeadLetter;
import lotwatch.records.Reading;
import lotwatch.records.Reason;
import lotwatch.records.SessionRow;
import lotwatch.records.SightingRecord;
import lotwatch.records.Tick;
import lotwatch.sessions.Session;
import lotwatch.sessions.Session.State;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Tariff;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node and the four topics of the parking stream. */
class KafkaTopicsTest {
  private static final int PARTITIONS = 3;

  @TempDir Path temp = Path.of("set by JUnit");

  @Test
  void whatCannotBeUsedBecomesADeadLetterWithItsReason() throws Exception {
    long now = Instant.now().getEpochSecond();
    var reasons = poison(now);
    try (var kafka = KafkaServer.start(temp.resolve("kafka"), PARTITIONS);
        var node = Running.up(temp.resolve("node"), "--config", config(kafka, "embedded"))) {
      var topics = new Topics(kafka.address());
      var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
      reasons.keySet().forEach(value -> records.add(input(value)));
      records.add(input(sighting(now, "29A-12345", "A1", "ENTERING")));
      topics.write(records);
      topics.write(List.of(new ProducerRecord<>(Topics.INPUT, 0, bytes("key"), null)));

      var dead = topics.await(Topics.DEAD_LETTERS, reasons.size() + 1, _ -> true);

      var told =
          dead.stream()
              .filter(letter -> letter.value() != null)
              .collect(toMap(letter -> new String(letter.value(), UTF_8), each -> reason(each)));
      var wanted = new LinkedHashMap<String, String>();
      reasons.forEach((value, reason) ->
          wanted.put(
              value.substring(0, Math.min(value.length(), SightingRecord.BYTES_MAX)), reason));
      assertThat(told).isEqualTo(wanted);
      assertThat(dead)
          .anyMatch(letter -> letter.value() == null && reason(letter).equals("no-value"));
      assertThat(dead).allMatch(letter -> text(letter, "topic").equals(Topics.INPUT));
      node.await("/api/status", status -> status.path("active_sessions").asInt() == 1);
      assertThat(node.metric("lotwatch_kafka_dead_letters_total")).isEqualTo(reasons.size() + 1);
      var ready = node.get("/readyz?verbose");
      assertThat(ready.path("status").asString("")).isEqualTo("ready");
      assertThat(ready.path("details").toString()).contains("field-missing 4");
      awaitUnused(node, "field-missing", 4);
    }
  }

  private static void awaitUnused(Running node, String reason, int count) throws Exception {
    node.await(
        "/api/sightings/unused",
        unused ->
            unused
                .path("items")
                .valueStream()
                .anyMatch(each ->
                    each.path("from").asString("").equals(Topics.INPUT)
                        && each.path("reason").asString("").equals(reason)
                        && each.path("count").asInt() == count));
  }

  /** The node did not write them, and nobody else tells it: so it is on nodes that follow. */
  @Test
  void lettersOfAnotherEngineAreCountedAndThoseOfBeforeAreNot() throws Exception {
    try (var kafka = KafkaServer.start(temp.resolve("kafka"), PARTITIONS)) {
      var topics = new Topics(kafka.address());
      topics.write(List.of(letter(Reason.NOT_JSON)));
      try (var node = Running.up(temp.resolve("node"), "--config", config(kafka, "spark"))) {
        topics.write(List.of(letter(Reason.PLATE), letter(Reason.TIME_RANGE)));
        topics.write(List.of(letter(Reason.PLATE), letter(Reason.PLATE)));
        topics.write(List.of(new ProducerRecord<>(Topics.DEAD_LETTERS, bytes("29A-12345"))));

        awaitUnused(node, "plate", 3);
        awaitUnused(node, "time-range", 1);
        var all =
            node.await("/api/sightings/unused", unused -> unused.path("items").size() == 3)
                .toString();
        assertThat(all)
            .contains("\"from\":\"dead-letters\",\"reason\":\"other\",\"count\":1")
            .doesNotContain("not-json", "12345");
        assertThat(node.metric("lotwatch_kafka_dead_letters_total")).isZero();
      }
    }
  }

  /** As the job writes one. */
  private static ProducerRecord<byte[], byte[]> letter(Reason reason) {
    var letter = new ProducerRecord<byte[], byte[]>(Topics.DEAD_LETTERS, bytes("some value"));
    DeadLetter.headers(Topics.INPUT, 0, 7, 10, new Reading.Bad<>(reason, "for a test"))
        .forEach((name, value) -> letter.headers().add(name, value));
    return letter;
  }

  @Test
  void carThatIsSeenNoMoreTimesOutWithoutARecord() throws Exception {
    long before = Instant.now().getEpochSecond() - 1_000;
    try (var kafka = KafkaServer.start(temp.resolve("kafka"), PARTITIONS)) {
      new Topics(kafka.address())
          .write(List.of(input(sighting(before, "29A-12345", "A1", "ENTERING"))));
      try (var node = Running.up(temp.resolve("node"), "--config", config(kafka, "embedded"))) {
        var ended =
            node.await("/api/sessions?state=ended", page -> page.path("items").size() == 1)
                .path("items")
                .get(0);
        assertThat(ended.path("state").asString("")).isEqualTo("timeout");
        assertThat(ended.path("end").asString(""))
            .isEqualTo(Instant.ofEpochSecond(before).toString());
      }
    }
  }

  /** Its gateway was away; between two of its sightings the clock of their partition moves on. */
  @Test
  void stayThatIsToldAnHourLateIsOneSession() throws Exception {
    long before = Instant.now().getEpochSecond() - 3_600;
    try (var kafka = KafkaServer.start(temp.resolve("kafka"), PARTITIONS);
        var node = Running.up(temp.resolve("node"), "--config", config(kafka, "embedded"))) {
      var topics = new Topics(kafka.address());
      // a node that has just begun takes what it reads for a backlog, whose time is its own
      while (node.metric("lotwatch_kafka_followed") < PARTITIONS) {
        node.awaitEnd(100, TimeUnit.MILLISECONDS);
      }
      for (int i = 0; i < 3; i++) {
        long now = Instant.now().getEpochSecond();
        var seen = Instant.ofEpochSecond(before + 300L * i).toString();
        topics.write(
            List.of(
                input(sighting(before + 300L * i, "29A-12345", "A1", "PARKED")),
                input(sighting(now, "29B-12345", "B1", "PARKED"))));
        node.await(
            "/api/sessions",
            page ->
                page.path("items")
                    .valueStream()
                    .anyMatch(session -> session.path("end").asString("").equals(seen)));
      }
      topics.write(List.of(input(sighting(before + 900, "29A-12345", "A1", "EXITING"))));

      var ended =
          node.await("/api/sessions?state=ended", page -> page.path("items").size() > 0)
              .path("items");
      assertThat(ended.size()).isEqualTo(1);
      assertThat(ended.get(0).path("state").asString("")).isEqualTo("closed");
      assertThat(ended.get(0).path("start").asString(""))
          .isEqualTo(Instant.ofEpochSecond(before).toString());
      assertThat(ended.get(0).path("end").asString(""))
          .isEqualTo(Instant.ofEpochSecond(before + 900).toString());
    }
  }

  @Test
  void anotherEngineGetsSightingsAndTicksAndItsRowsCountOnce() throws Exception {
    long now = Instant.now().getEpochSecond();
    try (var kafka = KafkaServer.start(temp.resolve("kafka"), PARTITIONS);
        var node = Running.up(temp.resolve("node"), "--config", config(kafka, "spark"))) {
      var topics = new Topics(kafka.address());
      var body =
          """
          {"sightings": [{"id": "c1-1", "plate": "29A-12345", "location": "A1", "status": "ENTERING", "time": %d}]}
          """
              .formatted(now);
      var answer =
          node.send(
              HttpRequest.newBuilder(node.uri().resolve("/api/sightings"))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(body)));
      var written = topics.await(Topics.INPUT, 1, _ -> true).getFirst();

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(text(written, SightingRecord.ID_HEADER)).isEqualTo("c1-1");
      assertThat(text(written, SightingRecord.PLATE_HEADER)).isEqualTo(SightingRecord.HIDDEN);
      assertThat(new String(written.value(), UTF_8))
          .contains("\"license_plate\": \"%s\"".formatted(new String(written.key(), UTF_8)))
          .doesNotContain("29A-12345");
      var ticks =
          topics.await(
              Topics.TICKS,
              PARTITIONS,
              record -> tick(record).partition() >= 0 && tick(record).time() <= now + 3_600);
      assertThat(ticks.stream().map(record -> tick(record).partition()).distinct())
          .containsExactlyInAnyOrder(0, 1, 2);

      var session =
          new Session(
              "00ff",
              1,
              new SessionKey("29A-12345", "A1"),
              now,
              now,
              State.ACTIVE,
              Tariff.SYSTEM_C);
      var closed =
          new Session("00ff", 3, session.key(), now, now + 601, State.CLOSED, session.tariff());
      topics.write(List.of(row(session), row(closed), row(session), row(closed), foreign(now)));
      node.await("/api/status", status -> status.path("active_sessions").asInt() == 1);
      var rows = node.get("/api/sessions/closed").path("closed_sessions");
      assertThat(rows.size()).isEqualTo(1);
      assertThat(rows.get(0).path("cost").asLong()).isEqualTo(20_000);
      assertThat(node.get("/api/location/B2").path("status").asString("")).isEqualTo("OCCUPIED");
      assertThat(node.get("/readyz?verbose").path("details").toString())
          .contains("rows of processed-data have another cost");
    }
  }

  /** Nothing will be told of them, so they end as all others do. */
  @Test
  void sessionsOfAnEngineThatIsLeftTimeOut() throws Exception {
    long before = Instant.now().getEpochSecond() - 1_000;
    var keys = "\n  clock: records";
    var data = temp.resolve("node");
    try (var kafka = KafkaServer.start(temp.resolve("kafka"), PARTITIONS)) {
      try (var node = Running.up(data, "--config", config(kafka, "embedded" + keys))) {
        new Topics(kafka.address())
            .write(List.of(input(sighting(before, "29A-12345", "A1", "ENTERING"))));
        node.await("/api/status", status -> status.path("active_sessions").asInt() == 1);
      }
      try (var node = Running.up(data, "--config", config(kafka, "spark" + keys))) {
        node.await("/api/status", status -> status.path("closed_sessions_total").asInt() == 1);
        assertThat(node.get("/api/status").path("active_sessions").asInt()).isZero();
      }
    }
  }

  @Test
  void nodeWithoutABrokerLoadsNothingOfKafka() throws Exception {
    var classes = temp.resolve("classes");
    var flags = List.of("-Xlog:class+load:file=" + classes);
    try (var node = Running.with(flags, temp.resolve("node"))) {
      node.await("/readyz", ready -> ready.path("status").asString("").equals("ready"));
      node.stop();
    }

    assertThat(Files.readString(classes))
        .contains("lotwatch.node.Node ")
        .doesNotContain("org.apache.kafka");
  }

  private String config(KafkaServer kafka, String engine) throws Exception {
    var file = temp.resolve("node.yml");
    Files.writeString(
        file,
        """
        sim: {cameras: false}
        sessions:
          places: system-c
          engine: %s
          kafka: {servers: "%s"}
        """
            .formatted(engine, kafka.address()));
    return file.toString();
  }

  /** Each value, and why it cannot be used. */
  private static Map<String, String> poison(long now) {
    var poison = new LinkedHashMap<String, String>();
    poison.put("no JSON at all", "not-json");
    poison.put("[1]", "no-object");
    poison.put(
        "{\"license_plate\": \"29A-1\", \"location\": \"A1\", \"status_code\": \"PARKED\"}",
        "field-missing");
    for (var field : List.of("license_plate", "location", "status_code")) {
      poison.put(sighting(now, "29A-1", "A1", "PARKED").replace(field, "other"), "field-missing");
      poison.put(
          sighting(now, "29A-1", "A1", "PARKED")
              .replaceAll(field + "\": \"[^\"]*\"", field + "\": 7"),
          "field-type");
    }
    for (var time : List.of("true", "\"" + now + "\"", now + ".5", "\"2026-10-25 02:30:00\"")) {
      poison.put(
          sighting(now, "29A-1", "A1", "PARKED").replace("_unix\": " + now, "_unix\": " + time),
          "time-type");
    }
    poison.put(sighting(0, "29A-1", "A1", "PARKED"), "time-range");
    poison.put(sighting(4_102_444_800L, "29A-1", "A1", "PARKED"), "time-range");
    poison.put(sighting(now + 86_400, "29A-1", "A1", "PARKED"), "time-ahead");
    poison.put(sighting(now, "29A-1", "A1", "FLYING"), "status-unknown");
    poison.put(sighting(now, "29A-1", "Z9", "PARKED"), "location-unknown");
    poison.put(sighting(now, " ", "A1", "PARKED"), "plate");
    poison.put(sighting(now, "7".repeat(33), "A1", "PARKED"), "plate");
    poison.put(sighting(now, "8".repeat(1_000_000), "A1", "PARKED"), "too-long");
    return poison;
  }

  private static String sighting(long second, String plate, String location, String status) {
    return "{\"timestamp\": \"of no use\", \"timestamp_unix\": %d, \"license_plate\": \"%s\", \"location\": \"%s\", \"status_code\": \"%s\"}"
        .formatted(second, plate, location, status);
  }

  private static ProducerRecord<byte[], byte[]> input(String value) {
    return new ProducerRecord<>(Topics.INPUT, 0, bytes("key"), bytes(value));
  }

  private static ProducerRecord<byte[], byte[]> row(Session session) {
    var row = SessionRow.of(session);
    var record = new ProducerRecord<>(Topics.OUTPUT, row.key(), row.value());
    row.headers().forEach((name, value) -> record.headers().add(name, value));
    return record;
  }

  /** As system C's own job writes them. */
  private static ProducerRecord<byte[], byte[]> foreign(long now) {
    return new ProducerRecord<>(
        Topics.OUTPUT,
        bytes("30B-1"),
        bytes(
            "{\"license_plate\":\"30B-1\",\"location\":\"B2\",\"start_time\":%d,\"end_time\":%d,\"duration\":5,\"cost\":10000,\"status\":\"ACTIVE\",\"last_updated\":%d}"
                .formatted(now, now + 5, now + 5)));
  }

  private static Tick tick(ConsumerRecord<byte[], byte[]> record) {
    return switch (Tick.read(record.value())) {
      case Reading.Good<Tick>(var tick) -> tick;
      case Reading.Bad<Tick> bad -> throw new AssertionError(bad);
    };
  }

  private static String reason(ConsumerRecord<byte[], byte[]> letter) {
    return text(letter, "reason");
  }

  private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
    var found = record.headers().lastHeader(header);
    return found == null ? "" : new String(found.value(), UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
