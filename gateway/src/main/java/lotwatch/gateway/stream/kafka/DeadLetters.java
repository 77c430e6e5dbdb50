package lotwatch.gateway.stream.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import lotwatch.gateway.sightings.UnusedSightings;
import lotwatch.records.DeadLetter;
import lotwatch.records.Reading;
import lotwatch.records.Reason;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Takes records that cannot be used to a topic of their own, with the reason, and counts them. A
 * record may be there twice after a crash; headers say which one it is.
 */
final class DeadLetters implements AutoCloseable {
  private final TopicWriter writer;
  private final String topic;
  private final MeterRegistry registry;
  private final UnusedSightings unused;
  private final Map<Reason, Counter> counters = new ConcurrentHashMap<>();

  /**
   * @param unused is told of strays; of letters {@link LetterReader} tells it
   */
  DeadLetters(KafkaSettings settings, MeterRegistry registry, UnusedSightings unused) {
    this.writer = new TopicWriter(settings.servers());
    this.topic = settings.deadLetters();
    this.registry = registry;
    this.unused = unused;
  }

  /**
   * A record and why it cannot be used.
   *
   * @param record as it came
   */
  record Dead(ConsumerRecord<byte[], byte[]> record, Reading.Bad<?> bad) {}

  /** Takes these there; returns when the brokers have them all. */
  void send(List<Dead> all) throws TroubleException, InterruptedException {
    writer.write(all.stream().map(this::letter).toList());
    for (var dead : all) {
      counter(dead.bad().reason()).increment();
    }
  }

  /** Records of a topic that are at places that there are not; they are no letters. */
  void strays(String from, int count) {
    unused.add(from, UnusedSightings.STRAY, count);
  }

  private ProducerRecord<byte[], byte[]> letter(Dead dead) {
    var record = dead.record();
    int length = record.value() == null ? 0 : record.value().length;
    var letter =
        new ProducerRecord<byte[], byte[]>(
            topic, DeadLetter.cut(record.key()), DeadLetter.cut(record.value()));
    DeadLetter.headers(record.topic(), record.partition(), record.offset(), length, dead.bad())
        .forEach((name, value) -> letter.headers().add(name, value));
    return letter;
  }

  private Counter counter(Reason reason) {
    return counters.computeIfAbsent(
        reason,
        each ->
            Counter.builder("lotwatch.kafka.dead.letters")
                .description("records of topics that cannot be used, by reason")
                .tag("reason", each.word())
                .register(registry));
  }

  /** How many there were of each reason since this node started; empty if none. */
  String told() {
    return counters.entrySet().stream()
        .map(each -> "%s %d".formatted(each.getKey().word(), (long) each.getValue().count()))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    writer.close();
  }
}
