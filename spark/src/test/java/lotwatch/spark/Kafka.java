package lotwatch.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lotwatch.records.Reading;
import lotwatch.records.SessionRow;
import lotwatch.records.SightingRecord;
import lotwatch.records.Tick;
import lotwatch.sessions.Tariff;
import lotwatch.spark.bench.Child;
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
final class Kafka implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, String> rows = new HashMap<>();
  private final List<String> deadLetters = new ArrayList<>();
  private int conflicts;

  Kafka(int port) {
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
    consumer.assign(
        JobTest.topics().stream()
            .flatMap(topic ->
                IntStream.range(0, consumer.partitionsFor(topic).size())
                    .mapToObj(partition -> new TopicPartition(topic, partition)))
            .toList());
  }

  void send(Arrival arrival) {
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

  void send(Tick tick) {
    sendRaw("raw-data-ticks", tick.partition(), tick.value());
  }

  void sendRaw(String topic, int partition, byte @Nullable [] value) {
    var unused = producer.send(new ProducerRecord<>(topic, partition, null, value));
  }

  void flush() {
    producer.flush();
  }

  /** Different rows that have come so far, until there are so many. */
  void awaitRows(int count, Duration limit, Child job) throws InterruptedException {
    Child.await(
        "%d rows; the job said: %s".formatted(count, job.said()),
        limit,
        () -> {
          poll();
          return rows.size() >= count;
        });
  }

  void awaitDeadLetters(int count, Duration limit, Child job) throws InterruptedException {
    Child.await(
        "%d dead letters; the job said: %s".formatted(count, job.said()),
        limit,
        () -> {
          poll();
          return deadLetters.size() >= count;
        });
  }

  private void poll() {
    for (var record : consumer.poll(POLL)) {
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
    var reading = SessionRow.read(record.value(), headers, Tariff.SYSTEM_C);
    if (!(reading instanceof Reading.Good<SessionRow> good)) {
      throw new IllegalStateException("no session: " + reading);
    }
    var value = new String(record.value(), UTF_8);
    var before = rows.put(JobTest.name(good.value()), value);
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
  Map<String, String> rows() {
    return rows;
  }

  /** How often the same id and revision came with another value. */
  int conflicts() {
    return conflicts;
  }

  List<String> deadLetters() {
    return deadLetters;
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}
