package lotwatch.gateway.stream.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.SessionCommand.Read;
import lotwatch.ledger.UnavailableException;
import lotwatch.sessions.Sighting;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Moves the clocks of partitions on while no car moves there, so that sessions time out: of those
 * that are read to their end, as far as no sighting should be missing any more.
 */
final class LiveClocks {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final TopicReader<Sighting> reader;
  private final EventLog eventLog;
  private final InstantSource clock;
  private long lookedNanos = System.nanoTime();

  LiveClocks(TopicReader<Sighting> reader, EventLog eventLog, InstantSource clock) {
    this.reader = reader;
    this.eventLog = eventLog;
    this.clock = clock;
  }

  /** Looks whether something is due. */
  void look(Consumer<byte[], byte[]> consumer)
      throws TroubleException, UnavailableException, DeniedException {
    if (System.nanoTime() - lookedNanos < LOOK_EVERY.toNanos()) {
      return;
    }
    lookedNanos = System.nanoTime();
    long now = clock.instant().getEpochSecond() - lateness(eventLog);
    var streams = eventLog.view().sessionStreams();
    for (var partition : reader.finished(consumer)) {
      var name = KafkaSettings.stream(partition.topic(), partition.partition());
      var known = streams.get(name);
      if (known != null && known.deadline() <= now) {
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
