package lotwatch.gateway.stream.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import lotwatch.gateway.lanes.Complaints;
import lotwatch.gateway.sightings.UnusedSightings;
import lotwatch.records.Reason;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts what has come to the topic of dead letters since this node started, on every node and
 * whoever wrote it: the node that leads, or the job of another engine. Nothing but the two headers
 * that say where a letter came from and why is looked at.
 */
final class LetterReader implements AutoCloseable {
  /** What other programs write as a reason counts as this. */
  static final String OTHER_REASON = "other";

  private static final Duration POLL = Duration.ofSeconds(1);

  /** Between two looks for a topic that nobody has written to, or for a broker. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private static final System.Logger LOG = System.getLogger("lotwatch.kafka");

  private static final Set<String> REASONS =
      Arrays.stream(Reason.values()).map(Reason::word).collect(Collectors.toUnmodifiableSet());

  private final KafkaSettings settings;
  private final UnusedSightings unused;
  private final Complaints complaints = new Complaints(LOG);
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final Thread thread;
  private volatile boolean closed;

  private LetterReader(KafkaSettings settings, UnusedSightings unused) {
    this.settings = settings;
    this.unused = unused;
    this.thread = Thread.ofVirtual().name("kafka-dead-letters").unstarted(this::run);
  }

  /**
   * Begins to read.
   *
   * @param unused is told of each letter
   */
  static LetterReader start(KafkaSettings settings, UnusedSightings unused) {
    var started = new LetterReader(settings, unused);
    started.thread.start();
    return started;
  }

  private void run() {
    while (!closed) {
      try (var consumer = Clients.consumer(settings.servers())) {
        while (!closed && !isOpen(consumer)) {
          LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
        }
        while (!closed) {
          read(consumer);
          complaints.settled();
        }
      } catch (KafkaException e) {
        if (!closed) {
          complaints.say("dead letters cannot be counted: " + e.getMessage());
          LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
        }
      }
    }
  }

  /**
   * Goes to where it was, or to what was written since this node started; false without a topic.
   */
  private boolean isOpen(Consumer<byte[], byte[]> consumer) {
    var told = consumer.partitionsFor(settings.deadLetters());
    if (told == null || told.isEmpty()) {
      return false;
    }
    var partitions =
        told.stream().map(each -> new TopicPartition(each.topic(), each.partition())).toList();
    var end = consumer.endOffsets(partitions); // asked first: what comes now is behind it
    long since = unused.since().toEpochMilli();
    var begin =
        consumer.offsetsForTimes(
            partitions.stream().collect(Collectors.toMap(each -> each, _ -> since)));
    consumer.assign(partitions);
    for (var partition : partitions) {
      var found = begin.get(partition);
      long fresh = found == null ? end.getOrDefault(partition, 0L) : found.offset();
      consumer.seek(partition, positions.computeIfAbsent(partition, _ -> fresh));
    }
    return true;
  }

  private void read(Consumer<byte[], byte[]> consumer) {
    for (var letter : consumer.poll(POLL)) {
      unused.add(from(letter), reason(letter), 1);
      positions.put(new TopicPartition(letter.topic(), letter.partition()), letter.offset() + 1);
    }
  }

  /** A topic that the program knows, so that there are few. */
  private String from(ConsumerRecord<byte[], byte[]> letter) {
    var topic = header(letter, "topic");
    return topic.equals(settings.input()) || topic.equals(settings.output())
        ? topic
        : settings.deadLetters();
  }

  private static String reason(ConsumerRecord<byte[], byte[]> letter) {
    var reason = header(letter, "reason");
    return REASONS.contains(reason) ? reason : OTHER_REASON;
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    var header = letter.headers().lastHeader(name);
    return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Clients.ANSWER_WAIT_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
