package lotwatch.lab.up;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import lotwatch.lab.bench.sessions.SightingStream;
import lotwatch.records.Reading;
import lotwatch.records.SightingRecord;
import lotwatch.sessions.Partition;
import lotwatch.sessions.Places;
import lotwatch.sessions.Rules;
import lotwatch.sessions.Session;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Tariff;
import org.apache.kafka.clients.producer.ProducerRecord;
import tools.jackson.databind.JsonNode;

/**
 * A recorded stream as records of a topic, and what the machine makes of the same bytes.
 *
 * @param records in the order in which they are written
 * @param expected each session as it was last
 */
record KafkaRecording(List<ProducerRecord<byte[], byte[]>> records, List<Session> expected) {
  static final int PARTITIONS = 4;

  private static final int LATE = PARTITIONS - 1;

  /** As many as a node shows. */
  static final int ENDED_MAX = 1_000;

  /** One of this seed, which it prints. */
  static KafkaRecording of(long seed, int sightings) {
    System.out.println("seed " + seed);
    var records = records(SightingStream.of(seed, sightings));
    return new KafkaRecording(records, expected(records));
  }

  /** The section of the configuration that makes a node read it. */
  static String config(String servers) {
    return """
    sessions:
      places: system-c
      plates: clear
      clock: records
      tariffs: [{currency: VND, block: 600, price: 10000}]
      kafka: {servers: "%s"}
    """
        .formatted(servers);
  }

  /** From one share of it to another, of 0 to 100. */
  List<ProducerRecord<byte[], byte[]>> part(int from, int to) {
    return records.subList(records.size() * from / 100, records.size() * to / 100);
  }

  int ended() {
    return (int) expected.stream().filter(Session::hasEnded).count();
  }

  /** Waits until a node has read all, and compares each session. */
  void checkAll(Running node) throws IOException, InterruptedException {
    assertThat(ended()).isBetween(100, ENDED_MAX);
    node.await("/api/status", status -> status.path("closed_sessions_total").asInt() >= ended());
    node.await("/readyz", ready -> ready.path("status").asString("").equals("ready"));
    var read = new TreeSet<String>();
    for (var state : List.of("ended", "active")) {
      var path = "/api/sessions?state=%s&limit=%d".formatted(state, ENDED_MAX);
      int open = expected.size() - ended();
      var page = node.await(path, it -> state.equals("ended") || it.path("items").size() == open);
      page.path("items").forEach(item -> read.add(line(item)));
    }
    var wanted = new TreeSet<String>();
    expected.forEach(session -> wanted.add(line(session)));
    assertThat(read).isEqualTo(wanted);
  }

  /** Those of one partition come when all the others are there: an hour and more late. */
  private static List<ProducerRecord<byte[], byte[]>> records(List<Sighting> sightings) {
    var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
    var late = new ArrayList<ProducerRecord<byte[], byte[]>>();
    for (var sighting : sightings) {
      int partition = Math.floorMod(sighting.key().plate().hashCode(), PARTITIONS);
      var record =
          new ProducerRecord<>(
              Topics.INPUT,
              partition,
              SightingRecord.key(sighting),
              SightingRecord.value(sighting, ZoneOffset.UTC));
      if (partition % 2 == 0) { // the others are as system C has them
        record.headers().add(SightingRecord.ID_HEADER, sighting.id().getBytes(UTF_8));
      }
      (partition == LATE ? late : records).add(record);
    }
    records.addAll(late);
    return records;
  }

  private static List<Session> expected(List<ProducerRecord<byte[], byte[]>> records) {
    return newest(changes(records, Rules.DEFAULT, Long.MIN_VALUE));
  }

  /** Each session as it was last. */
  static List<Session> newest(List<Session> changes) {
    var last = new TreeMap<String, Session>();
    changes.forEach(each -> last.put(each.id(), each));
    return List.copyOf(last.values());
  }

  /**
   * What the machine makes of the same bytes: every revision of each session.
   *
   * @param end to which each partition is moved on when all of it is read
   */
  static List<Session> changes(
      List<ProducerRecord<byte[], byte[]>> records, Rules rules, long end) {
    var reader = new SightingRecord(Places.systemC(), UnaryOperator.identity());
    var partitions = new TreeMap<Integer, Partition>();
    var changes = new ArrayList<Session>();
    for (var record : records) {
      var id = record.headers().lastHeader(SightingRecord.ID_HEADER);
      var headers =
          id == null ? Map.<String, byte[]>of() : Map.of(SightingRecord.ID_HEADER, id.value());
      if (reader.read(record.value(), headers, Sighting.SECOND_MAX)
          instanceof Reading.Good<Sighting>(var sighting)) {
        var partition = partitions.computeIfAbsent(record.partition(), _ -> new Partition(rules));
        changes.addAll(partition.advance(sighting.second()));
        changes.addAll(partition.see(sighting, Tariff.SYSTEM_C).changes());
      } else {
        throw new AssertionError("no sighting: " + new String(record.value(), UTF_8));
      }
    }
    partitions.values().forEach(each -> changes.addAll(each.advance(end)));
    return changes;
  }

  private static String line(Session session) {
    SessionKey key = session.key();
    return line(
        session.id(),
        session.revision(),
        key.location(),
        Instant.ofEpochSecond(session.start()).toString(),
        Instant.ofEpochSecond(session.last()).toString(),
        session.cost(),
        session.state().name().toLowerCase(Locale.ROOT));
  }

  private static String line(JsonNode item) {
    return line(
        item.path("id").asString(""),
        item.path("revision").asInt(),
        item.path("location").asString(""),
        item.path("start").asString(""),
        item.path("end").asString(""),
        item.path("cost").asLong(),
        item.path("state").asString(""));
  }

  private static String line(Object... parts) {
    return String.join(" ", Stream.of(parts).map(String::valueOf).toList());
  }
}
