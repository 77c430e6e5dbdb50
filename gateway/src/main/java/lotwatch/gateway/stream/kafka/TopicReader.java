package lotwatch.gateway.stream.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.auth.Requester;
import lotwatch.gateway.stream.kafka.DeadLetters.Dead;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.Outcome.Seen;
import lotwatch.ledger.SessionCommand;
import lotwatch.ledger.UnavailableException;
import lotwatch.records.Reading;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads all partitions of a topic into the ledger, from where the ledger left each: a record counts
 * once, whichever node leads and however often it is read. One thread uses it.
 *
 * @param <T> what one record says
 */
final class TopicReader<T> {
  /** How long one look waits for records. */
  private static final Duration POLL = Duration.ofMillis(200);

  /** Between two looks at how much is left, and whether there are more partitions. */
  private static final Duration MEASURE_EVERY = Duration.ofSeconds(5);

  private final Source<T> source;
  private final Gate gate;
  private final EventLog eventLog;
  private final Requester requester;
  private final DeadLetters deadLetters;
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final AtomicLong lag = new AtomicLong();
  private final AtomicLong deleted = new AtomicLong();
  private long measuredNanos;

  /**
   * @param requester in whose name the ledger is told
   */
  TopicReader(
      Source<T> source,
      Gate gate,
      EventLog eventLog,
      Requester requester,
      DeadLetters deadLetters) {
    this.source = source;
    this.gate = gate;
    this.eventLog = eventLog;
    this.requester = requester;
    this.deadLetters = deadLetters;
  }

  /** Finds the partitions and goes to where each was left. */
  void open(Consumer<byte[], byte[]> consumer)
      throws TroubleException, UnavailableException, DeniedException {
    positions.clear();
    if (eventLog.view().configuration().number() == 0) {
      throw new TroubleException("there is no configuration yet, so no places");
    }
    var partitions = partitions(consumer);
    if (partitions.size() > SessionCommand.PARTITIONS_MAX) {
      throw new TroubleException(
          "topic %s has %d partitions, the limit is %d"
              .formatted(source.topic(), partitions.size(), SessionCommand.PARTITIONS_MAX));
    }
    consumer.assign(partitions);
    eventLog.catchUp();
    var first = consumer.beginningOffsets(partitions);
    var end = consumer.endOffsets(partitions);
    for (var partition : partitions) {
      seek(consumer, partition, first.getOrDefault(partition, 0L), end.getOrDefault(partition, 0L));
    }
    measuredNanos = System.nanoTime() - MEASURE_EVERY.toNanos();
  }

  private List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer)
      throws TroubleException {
    var told = consumer.partitionsFor(source.topic());
    if (told == null || told.isEmpty()) {
      throw new TroubleException("there is no topic " + source.topic());
    }
    return told.stream().map(each -> new TopicPartition(each.topic(), each.partition())).toList();
  }

  private void seek(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, long first, long end)
      throws TroubleException, UnavailableException, DeniedException {
    var known = eventLog.view().sessionStreams().get(stream(partition));
    long at = known == null ? first : known.next();
    if (at > end) {
      throw new TroubleException(
          "partition %s ends at %d and was read up to %d: was the topic made anew? Name another one"
              .formatted(partition, end, at));
    }
    positions.put(partition, at);
    if (at < first) {
      submit(partition, source.command(stream(partition), at, first, List.of()), first);
      deleted.addAndGet(first - at);
    }
    consumer.seek(partition, position(partition));
  }

  private static String stream(TopicPartition partition) {
    return KafkaSettings.stream(partition.topic(), partition.partition());
  }

  /** Reads what there is now, or waits a little for it. */
  void read(Consumer<byte[], byte[]> consumer)
      throws TroubleException, UnavailableException, DeniedException, InterruptedException {
    var records = consumer.poll(POLL);
    if (!records.isEmpty()) {
      source.refresh();
    }
    for (var partition : records.partitions()) {
      var all = records.records(partition);
      for (int from = 0; from < all.size(); from += SessionCommand.SIGHTINGS_MAX) {
        take(
            partition,
            all.subList(from, Math.min(all.size(), from + SessionCommand.SIGHTINGS_MAX)));
      }
    }
    if (System.nanoTime() - measuredNanos >= MEASURE_EVERY.toNanos()) {
      measure(consumer);
    }
  }

  private void take(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records)
      throws TroubleException, UnavailableException, DeniedException, InterruptedException {
    var values = new ArrayList<Placed<T>>(records.size());
    var dead = new ArrayList<Dead>();
    for (var record : records) {
      switch (source.read(record)) {
        case Reading.Good<T>(var value) -> values.add(new Placed<>(record.offset(), value));
        case Reading.Bad<T> bad -> dead.add(new Dead(record, bad));
      }
    }
    if (!dead.isEmpty()) {
      deadLetters.send(dead);
    }
    long next = records.getLast().offset() + 1;
    submit(partition, values, next);
  }

  /** What a record says, and where it is. */
  private record Placed<T>(long offset, T value) {}

  /**
   * A thousand at once may need more places than the ledger has, where fewer do not: many are about
   * cars that are known. So a batch that crosses a limit is read in halves.
   */
  private void submit(TopicPartition partition, List<Placed<T>> values, long next)
      throws TroubleException, UnavailableException, DeniedException {
    var plain = values.stream().map(Placed::value).toList();
    var command = source.command(stream(partition), position(partition), next, plain);
    var outcome = ask(command);
    if (values.size() > 1
        && outcome instanceof Rejected rejected
        && rejected.reason() == Reason.LIMIT) {
      int half = values.size() / 2;
      submit(partition, values.subList(0, half), values.get(half).offset());
      submit(partition, values.subList(half, values.size()), next);
    } else {
      became(partition, outcome, next);
    }
  }

  /** The offset up to which the ledger has read. */
  long position(TopicPartition partition) {
    return positions.getOrDefault(partition, 0L);
  }

  /** Tells the ledger that a partition is read up to an offset, or more about its clock. */
  void submit(TopicPartition partition, SessionCommand command, long next)
      throws TroubleException, UnavailableException, DeniedException {
    became(partition, ask(command), next);
  }

  private Outcome ask(SessionCommand command) throws UnavailableException, DeniedException {
    return gate.submit(requester.asks(Action.SIGHT, command.toString()), command, null);
  }

  private void became(TopicPartition partition, Outcome outcome, long next)
      throws TroubleException {
    if (outcome instanceof Rejected rejected) {
      throw new TroubleException(
          rejected.reason() == Reason.STALE
              ? "partition %s is read by another node too".formatted(partition)
              : "partition %s is not read on: %s".formatted(partition, rejected.detail()));
    }
    if (outcome instanceof Seen seen) {
      deadLetters.strays(partition.topic(), seen.strays());
    }
    positions.put(partition, next);
  }

  /**
   * How much is left to read.
   *
   * @throws TroubleException if the topic has other partitions than before
   */
  private void measure(Consumer<byte[], byte[]> consumer) throws TroubleException {
    measuredNanos = System.nanoTime();
    if (partitions(consumer).size() != positions.size()) {
      throw new TroubleException("topic %s has more partitions now".formatted(source.topic()));
    }
    try {
      lag.set(
          consumer.endOffsets(positions.keySet()).entrySet().stream()
              .mapToLong(end -> Math.max(0, end.getValue() - position(end.getKey())))
              .sum());
    } catch (KafkaException e) {
      throw new TroubleException(
          "how much is left of topic %s cannot be said: %s"
              .formatted(source.topic(), e.getMessage()));
    }
  }

  /** Those that it reads. */
  Set<TopicPartition> partitions() {
    return Set.copyOf(positions.keySet());
  }

  /** Another node reads. */
  void rest() {
    lag.set(0);
  }

  /** Its topic. */
  String topic() {
    return source.topic();
  }

  /** What an operator may want to know of what it reads. */
  List<String> details() {
    return source.details();
  }

  /** Records that are left to read, as last looked at. */
  long lag() {
    return lag.get();
  }

  /** Records that the broker deleted before they were read. */
  long deleted() {
    return deleted.get();
  }
}
