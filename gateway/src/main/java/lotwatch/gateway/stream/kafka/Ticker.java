package lotwatch.gateway.stream.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lotwatch.ledger.EventLog;
import lotwatch.records.Tick;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells the job the time of each partition of sightings, in a topic that nobody else reads, and
 * sees whether it answers.
 */
final class Ticker implements AutoCloseable {
  private static final Duration TICK_EVERY = Duration.ofSeconds(5);

  private final KafkaSettings settings;
  private final EventLog eventLog;
  private final InstantSource clock;
  private final TopicWriter writer;
  private final JobSilence silence;
  private long tickedNanos = System.nanoTime() - TICK_EVERY.toNanos();

  Ticker(KafkaSettings settings, EventLog eventLog, InstantSource clock) {
    this.settings = settings;
    this.eventLog = eventLog;
    this.clock = clock;
    this.writer = new TopicWriter(settings.servers());
    this.silence = new JobSilence(settings.input(), settings.output());
  }

  /** Ticks if it is time. */
  void look(Consumer<byte[], byte[]> consumer) throws TroubleException, InterruptedException {
    if (System.nanoTime() - tickedNanos < TICK_EVERY.toNanos()) {
      return;
    }
    tickedNanos = System.nanoTime();
    // First the time, then the ends: what is written between the two is not older than the time.
    long time = clock.instant().getEpochSecond() - LiveClocks.lateness(eventLog);
    var partitions = partitions(consumer, settings.input());
    int there = partitions(consumer, settings.ticks()).size();
    var ticks = new ArrayList<ProducerRecord<byte[], byte[]>>();
    var ends = consumer.endOffsets(partitions);
    for (var end : ends.entrySet()) {
      int partition = end.getKey().partition();
      var tick = new Tick(partition, time, end.getValue());
      ticks.add(new ProducerRecord<>(settings.ticks(), partition % there, null, tick.value()));
    }
    writer.write(ticks);
    long answers = written(consumer, settings.output()) + written(consumer, settings.deadLetters());
    silence.look(sum(ends), answers, clock.instant());
  }

  /** Another node ticks now. */
  void rest() {
    silence.rest();
  }

  /** What is wrong with the job; empty if nothing. */
  Optional<String> degraded() {
    return silence.told();
  }

  /** How many records were ever written to a topic, which need not be there. */
  private static long written(Consumer<byte[], byte[]> consumer, String topic) {
    return sum(consumer.endOffsets(there(consumer, topic)));
  }

  private static long sum(Map<TopicPartition, Long> ends) {
    return ends.values().stream().mapToLong(Long::longValue).sum();
  }

  private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic)
      throws TroubleException {
    var there = there(consumer, topic);
    if (there.isEmpty()) {
      throw new TroubleException("there is no topic " + topic);
    }
    return there;
  }

  private static List<TopicPartition> there(Consumer<byte[], byte[]> consumer, String topic) {
    var told = consumer.partitionsFor(topic);
    return told == null
        ? List.of()
        : told.stream().map(each -> new TopicPartition(topic, each.partition())).toList();
  }

  @Override
  public void close() {
    writer.close();
  }
}
