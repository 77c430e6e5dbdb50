package lotwatch.gateway.stream.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.SessionCommand.Read;
import lotwatch.ledger.UnavailableException;
import lotwatch.sessions.Sighting;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * What the time is in each partition of cars that are seen now: that of the day, as far as no
 * sighting should be missing any more, once the partition is read to its end. Until it is, its time
 * stands: what is left may say that a car is still there.
 *
 * <p>The ledger is told it with the next records, which so are known to be late if they are, and by
 * itself where a session times out.
 */
final class LiveClocks {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final TopicReader<Sighting> reader;
  private final EventLog eventLog;
  private final InstantSource clock;
  private final Map<String, Long> times;
  private long lookedNanos = System.nanoTime() - LOOK_EVERY.toNanos();

  /**
   * @param times of partitions, by the names of their streams; are put in here
   */
  LiveClocks(
      TopicReader<Sighting> reader,
      EventLog eventLog,
      InstantSource clock,
      Map<String, Long> times) {
    this.reader = reader;
    this.eventLog = eventLog;
    this.clock = clock;
    this.times = times;
  }

  /** Looks what the time is, and whether something is due. */
  void look(Consumer<byte[], byte[]> consumer)
      throws TroubleException, UnavailableException, DeniedException {
    if (System.nanoTime() - lookedNanos < LOOK_EVERY.toNanos()) {
      return;
    }
    lookedNanos = System.nanoTime();
    // First the time, then the ends: what is written between the two is not older than the time.
    // The brokers are asked, since one that does not answer may have what says that a car is there.
    long now = clock.instant().getEpochSecond() - lateness(eventLog);
    var streams = eventLog.view().sessionStreams();
    for (var end : consumer.endOffsets(reader.partitions()).entrySet()) {
      var partition = end.getKey();
      if (consumer.position(partition) < end.getValue()) {
        continue;
      }
      var name = KafkaSettings.stream(partition.topic(), partition.partition());
      times.put(name, now);
      var stream = streams.get(name);
      if (stream != null && stream.deadline() <= now) {
        long at = reader.position(partition);
        reader.submit(partition, new Read(name, at, at, List.of(), now), at);
      }
    }
  }

  /** Seconds by which sightings may be late. */
  static long lateness(EventLog eventLog) {
    return eventLog.view().configuration().content().sessions().rules().latenessSeconds();
  }
}
