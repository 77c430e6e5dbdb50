package lotwatch.spark;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import lotwatch.records.Money;
import lotwatch.records.Reading;
import lotwatch.records.SessionRow;
import lotwatch.sessions.Tariff;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Prints each session that the job writes, read back from Kafka as everybody reads it. */
final class Printing implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int SHOWN = 2;

  private final KafkaConsumer<byte[], byte[]> consumer;

  /** Prints what is written to a topic from now on. */
  Printing(String servers, String topic) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(
        consumer.partitionsFor(topic).stream()
            .map(each -> new TopicPartition(topic, each.partition()))
            .toList());
    consumer.seekToEnd(consumer.assignment());
    consumer.assignment().forEach(consumer::position);
    var thread = new Thread(this::print, "printing");
    thread.setDaemon(true);
    thread.start();
  }

  private void print() {
    try (consumer) {
      while (true) {
        consumer.poll(POLL).forEach(record -> System.out.println(line(record)));
      }
    } catch (WakeupException e) {
      // the end
    }
  }

  private static String line(ConsumerRecord<byte[], byte[]> record) {
    var headers = new HashMap<String, byte[]>();
    record.headers().forEach(header -> headers.put(header.key(), header.value()));
    if (SessionRow.read(record.value(), headers, (key, start) -> Tariff.SYSTEM_C)
        instanceof Reading.Good<SessionRow> good) {
      var session = good.value().session();
      return "%-8s %-12s %-10s from %s, %6d s, %s, revision %d"
          .formatted(
              session.state(),
              masked(session.key().plate()),
              session.key().location(),
              Instant.ofEpochSecond(session.start()),
              session.seconds(),
              Money.text(good.value().cost(), session.tariff().currency()),
              session.revision());
    }
    return "a row that is no session, of %d bytes"
        .formatted(record.value() == null ? 0 : record.value().length);
  }

  private static String masked(String plate) {
    int hidden = plate.length() > 2 * SHOWN ? plate.length() - SHOWN : plate.length();
    return "*".repeat(hidden) + plate.substring(hidden);
  }

  @Override
  public void close() {
    consumer.wakeup();
  }
}
