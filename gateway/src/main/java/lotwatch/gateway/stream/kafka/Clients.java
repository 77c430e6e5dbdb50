package lotwatch.gateway.stream.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes Kafka's clients as they are needed here. */
final class Clients {
  /** How long a broker may take to answer. */
  static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(10);

  /** How long a record may take until the brokers have it, all tries together. */
  static final Duration WRITE_WAIT_MAX = Duration.ofSeconds(20);

  /** Records that one look at a topic gives. */
  static final int RECORDS_MAX = 5_000;

  /** Bytes that one look at a partition gives, unless one record is larger. */
  static final int PARTITION_BYTES_MAX = 1 << 20;

  /** Bytes that wait for the brokers. */
  static final int BUFFER_BYTES_MAX = 16 << 20;

  /** Milliseconds between two tries to reach a broker: at first, and at most. */
  private static final Map<String, Object> BACK_OFF =
      Map.of("reconnect.backoff.ms", 100, "reconnect.backoff.max.ms", 5_000);

  private Clients() {}

  /** One that is told what it reads, and belongs to no group: what it has read is in the ledger. */
  static Consumer<byte[], byte[]> consumer(String servers) {
    var settings = settings(servers);
    settings.put("enable.auto.commit", false);
    settings.put("auto.offset.reset", "none"); // the ledger says where
    settings.put("allow.auto.create.topics", false);
    settings.put("isolation.level", "read_committed");
    settings.put("max.poll.records", RECORDS_MAX);
    settings.put("max.partition.fetch.bytes", PARTITION_BYTES_MAX);
    settings.put("default.api.timeout.ms", millis(ANSWER_WAIT_MAX));
    settings.put("request.timeout.ms", millis(ANSWER_WAIT_MAX));
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** One whose records are in order, once, and on all replicas before they count. */
  static Producer<byte[], byte[]> producer(String servers) {
    var settings = settings(servers);
    settings.put("acks", "all");
    settings.put("enable.idempotence", true);
    settings.put("linger.ms", 1);
    settings.put("buffer.memory", BUFFER_BYTES_MAX);
    settings.put("max.block.ms", millis(ANSWER_WAIT_MAX));
    settings.put("request.timeout.ms", millis(ANSWER_WAIT_MAX));
    settings.put("delivery.timeout.ms", millis(WRITE_WAIT_MAX));
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static Map<String, Object> settings(String servers) {
    var settings = new HashMap<String, Object>(BACK_OFF);
    settings.put("bootstrap.servers", servers);
    settings.put("enable.metrics.push", false);
    return settings;
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }
}
