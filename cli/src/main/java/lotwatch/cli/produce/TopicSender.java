package lotwatch.cli.produce;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends records to a topic as system C's producer does, and keeps a copy if one is wanted. */
final class TopicSender implements AutoCloseable {
  /** How long one record may take. */
  private static final int SEND_SECONDS_MAX = 10;

  private static final int TOPIC_SECONDS_MAX = 30;
  private static final byte[] END_OF_LINE = {'\n'};

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final Optional<OutputStream> copy;

  /**
   * @param copy gets each value as a line
   */
  TopicSender(String servers, String topic, Optional<OutputStream> copy) {
    this.topic = topic;
    this.copy = copy;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                servers,
                "acks",
                "all",
                "retries",
                3,
                "max.in.flight.requests.per.connection",
                1,
                "enable.idempotence",
                true,
                "linger.ms",
                1,
                "max.block.ms",
                SEND_SECONDS_MAX * 1_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Makes these topics, unless they are there, with so many partitions. */
  static void create(String servers, List<String> topics, int partitions)
      throws IOException, InterruptedException {
    try (var admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                servers,
                "default.api.timeout.ms",
                TOPIC_SECONDS_MAX * 1_000))) {
      for (var topic : topics) {
        create(admin, topic, partitions);
      }
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new IOException(
          "no broker at %s makes topics: %s".formatted(servers, e.getMessage()), e);
    }
  }

  private static void create(Admin admin, String topic, int partitions)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      var wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty());
      admin.createTopics(List.of(wanted)).all().get(TOPIC_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  /**
   * Sends a record; it is in order with those of the same key.
   *
   * @param key decides the partition; null for any
   * @return tells when the broker has it
   */
  Future<RecordMetadata> send(byte @Nullable [] key, byte[] value) throws IOException {
    if (copy.isPresent()) {
      synchronized (this) {
        copy.get().write(value);
        copy.get().write(END_OF_LINE);
      }
    }
    try {
      return producer.send(new ProducerRecord<>(topic, key, value));
    } catch (KafkaException e) {
      throw new IOException("topic %s takes no records: %s".formatted(topic, e.getMessage()), e);
    }
  }

  /** Waits until the broker has a record. */
  void await(Future<RecordMetadata> sent) throws IOException, InterruptedException {
    try {
      sent.get(SEND_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "topic %s did not take a record within %d s: %s"
              .formatted(topic, SEND_SECONDS_MAX, cause),
          e);
    }
  }

  @Override
  public void close() throws IOException {
    producer.close();
    if (copy.isPresent()) {
      copy.get().close();
    }
  }
}
