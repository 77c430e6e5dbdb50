package lotwatch.spark.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads so many records of the topic of sightings, and says what that took. */
final class BareConsumer {
  private static final Duration POLL = Duration.ofMillis(200);

  private BareConsumer() {}

  public static void main(String... args) {
    int count = Integer.parseInt(args[1]);
    int read = 0;
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", args[0], "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(
          consumer.partitionsFor("raw-data").stream()
              .map(each -> new TopicPartition(each.topic(), each.partition()))
              .toList());
      while (read < count) {
        read += consumer.poll(POLL).count();
      }
    }
    double cpu =
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    System.out.printf(
        Locale.ROOT,
        "%-28s %.1f s, %.1f s per million%n",
        "processor time, bare consumer",
        cpu,
        1e6 * cpu / count);
  }
}
