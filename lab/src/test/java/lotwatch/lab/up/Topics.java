package lotwatch.lab.up;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes to topics of a broker and reads them, as other programs do. */
final class Topics {
  static final String INPUT = "raw-data";
  static final String TICKS = "raw-data-ticks";
  static final String OUTPUT = "processed-data";
  static final String DEAD_LETTERS = "dead-letters";

  /** Clients log all their settings; the JDK keeps loggers only while somebody holds them. */
  private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

  private final String servers;

  Topics(String servers) {
    KAFKA.setLevel(Level.SEVERE);
    this.servers = servers;
  }

  /** Writes records in this order, and waits until the broker has them. */
  void write(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "acks", "all", "linger.ms", 5),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      var sent = new ArrayList<Future<RecordMetadata>>();
      for (var record : records) {
        sent.add(producer.send(record));
      }
      for (var one : sent) {
        one.get(Running.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
    }
  }

  /** Reads a topic from its beginning to where it ends now, each partition in its order. */
  List<ProducerRecord<byte[], byte[]>> all(String topic) {
    return await(topic, Math.toIntExact(end(topic)), _ -> true).stream()
        .map(each ->
            new ProducerRecord<>(topic, each.partition(), each.key(), each.value(), each.headers()))
        .toList();
  }

  private long end(String topic) {
    try (var consumer = consumer()) {
      return consumer.endOffsets(partitions(consumer, topic)).values().stream()
          .mapToLong(Long::longValue)
          .sum();
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", servers, "enable.auto.commit", false),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(each -> new TopicPartition(topic, each.partition()))
        .toList();
  }

  /** Reads a topic from its beginning until there are so many records of this kind. */
  List<ConsumerRecord<byte[], byte[]>> await(
      String topic, int count, Predicate<ConsumerRecord<byte[], byte[]>> kind) {
    try (var consumer = consumer()) {
      var partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var read = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      long deadline = System.nanoTime() + Running.PATIENCE.toNanos();
      while (read.size() < count) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(
              "topic %s has %d records, not %d".formatted(topic, read.size(), count));
        }
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          if (kind.test(record)) {
            read.add(record);
          }
        }
      }
      return read;
    }
  }
}
