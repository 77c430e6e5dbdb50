package lotwatch.gateway.stream.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Writes records, in order, and waits until the brokers have them. Any thread may use it. */
final class TopicWriter implements AutoCloseable {
  private final String servers;

  /** Made when it is first needed: a broker's name may not be known yet when a node starts. */
  private @Nullable Producer<byte[], byte[]> producer;

  TopicWriter(String servers) {
    this.servers = servers;
  }

  /**
   * Writes these; returns when the brokers have them all.
   *
   * @throws TroubleException if they may not have them
   */
  void write(List<ProducerRecord<byte[], byte[]>> records)
      throws TroubleException, InterruptedException {
    try {
      var sent = new ArrayList<Future<RecordMetadata>>();
      for (var record : records) {
        sent.add(producer().send(record));
      }
      for (var one : sent) {
        one.get(Clients.WRITE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (ExecutionException e) {
      throw trouble(records, e.getCause() == null ? e : e.getCause());
    } catch (KafkaException | TimeoutException e) {
      throw trouble(records, e);
    }
  }

  private static TroubleException trouble(
      List<ProducerRecord<byte[], byte[]>> records, Throwable why) {
    return new TroubleException(
        "topic %s takes no records: %s".formatted(records.getFirst().topic(), why.getMessage()));
  }

  private synchronized Producer<byte[], byte[]> producer() {
    var made = producer;
    if (made == null) {
      made = Clients.producer(servers);
      producer = made;
    }
    return made;
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(Clients.ANSWER_WAIT_MAX);
    }
  }
}
