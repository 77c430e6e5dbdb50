package lotwatch.spark.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lotwatch.records.Reading;
import lotwatch.records.SessionRow;
import lotwatch.records.SightingRecord;
import lotwatch.records.Tick;
import lotwatch.sessions.Tariff;
import lotwatch.spark.bench.Traffic.Arrival;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends what cameras send, and reads what the job writes. */
public final class Traces implements AutoCloseable {
  private static final List<String> TOPICS = List.of("processed-data", "dead-letters");
  private static final Duration SETTLED = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, String> rows = new HashMap<>();
  private final List<String> deadLetters = new ArrayList<>();
  private final Map<String, Long> sent = new LinkedHashMap<>();
  private final Map<String, Long> arrived = new HashMap<>();
  private int copies;
  private int conflicts;

  /** Sends to the broker at a port of this machine, and reads from it. */
  public Traces(int port) {
    var servers = "127.0.0.1:" + port;
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "acks", "all", "max.request.size", 4 << 20),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers, "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(TOPICS.stream().flatMap(topic -> partitions(topic).stream()).toList());
  }

  /** A broker that has just started does not know its topics at once. */
  private List<TopicPartition> partitions(String topic) {
    var found = new ArrayList<TopicPartition>();
    while (found.isEmpty()) {
      for (var each : consumer.partitionsFor(topic)) {
        found.add(new TopicPartition(topic, each.partition()));
      }
    }
    return found;
  }

  /** What a row is known by. */
  static String name(SessionRow row) {
    return row.session().id() + " " + row.session().revision();
  }

  /** Sends a sighting to its partition. */
  public void send(Arrival arrival) {
    sent.put(arrival.sighting().key().plate(), System.nanoTime());
    var sighting = arrival.sighting();
    var record =
        new ProducerRecord<>(
            "raw-data",
            arrival.partition(),
            SightingRecord.key(sighting),
            SightingRecord.value(sighting, ZoneOffset.UTC));
    record.headers().add(SightingRecord.ID_HEADER, sighting.id().getBytes(UTF_8));
    var unused = producer.send(record);
  }

  /** Sends a tick. */
  public void send(Tick tick) {
    sendRaw("raw-data-ticks", tick.partition(), tick.value());
  }

  /** Sends whatever it is. */
  public void sendRaw(String topic, int partition, byte @Nullable [] value) {
    var unused = producer.send(new ProducerRecord<>(topic, partition, null, value));
  }

  /** Waits until the broker has all. */
  public void flush() {
    producer.flush();
  }

  /** Different rows that have come so far, until there are so many. */
  public void awaitRows(int count, Duration limit, Child job) throws InterruptedException {
    Child.await(
        "%d rows; the job said: %s".formatted(count, job.said()),
        limit,
        () -> {
          poll(POLL);
          return rows.size() >= count;
        });
  }

  /** Dead letters, until there are so many. */
  public void awaitDeadLetters(int count, Duration limit, Child job) throws InterruptedException {
    Child.await(
        "%d dead letters; the job said: %s".formatted(count, job.said()),
        limit,
        () -> {
          poll(POLL);
          return deadLetters.size() >= count;
        });
  }

  /** Reads what has come. */
  void poll(Duration wait) {
    for (var record : consumer.poll(wait)) {
      var headers = new HashMap<String, byte[]>();
      record.headers().forEach(header -> headers.put(header.key(), header.value()));
      if (record.topic().equals("dead-letters")) {
        deadLetters.add(letter(record, headers));
      } else {
        keep(record, headers);
      }
    }
  }

  private void keep(ConsumerRecord<byte[], byte[]> record, Map<String, byte[]> headers) {
    var reading = SessionRow.read(record.value(), headers, (key, start) -> Tariff.SYSTEM_C);
    if (!(reading instanceof Reading.Good<SessionRow> good)) {
      throw new IllegalStateException("no session: " + reading);
    }
    var value = new String(record.value(), UTF_8);
    var before = rows.put(name(good.value()), value);
    if (before == null) {
      arrived.put(good.value().session().key().plate(), System.nanoTime());
    }
    copies += before == null ? 0 : 1;
    conflicts += before == null || before.equals(value) ? 0 : 1;
  }

  private static String letter(ConsumerRecord<byte[], byte[]> record, Map<String, byte[]> headers) {
    return "%s %s %s %s, %d bytes"
        .formatted(
            text(headers, "topic"),
            text(headers, "partition"),
            text(headers, "offset"),
            text(headers, "reason"),
            record.value() == null ? 0 : record.value().length);
  }

  private static String text(Map<String, byte[]> headers, String name) {
    return new String(headers.getOrDefault(name, new byte[0]), UTF_8);
  }

  /** Values by id and revision; what came again counts once. */
  public Map<String, String> rows() {
    return rows;
  }

  /** How often the same id and revision came with another value. */
  public int conflicts() {
    return conflicts;
  }

  /** Where each came from, why it is there, and how much is left of it. */
  public List<String> deadLetters() {
    return deadLetters;
  }

  /** Reads until nothing comes any more. */
  void settle() {
    int before;
    do {
      before = rows.size() + copies;
      poll(SETTLED);
    } while (rows.size() + copies > before);
  }

  /** How many rows came that had come before. */
  int copies() {
    return copies;
  }

  /** Nanoseconds from the sending of a plate to its row, but for the first plates. */
  long[] delaysFrom(int first) {
    return sent.entrySet().stream()
        .skip(first)
        .mapToLong(each -> arrived.getOrDefault(each.getKey(), Long.MAX_VALUE) - each.getValue())
        .toArray();
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}
