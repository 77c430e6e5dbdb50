package lotwatch.gateway.stream.kafka;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Request;
import lotwatch.gateway.pseudonyms.SeenPlates;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.SessionCommand.Read;
import lotwatch.ledger.UnavailableException;
import lotwatch.records.Reading;
import lotwatch.records.SightingRecord;
import lotwatch.sessions.Places;
import lotwatch.sessions.Sighting;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The topic of sightings, which the ledger makes sessions of. */
final class Sightings implements Source<Sighting> {
  private final String topic;
  private final EventLog eventLog;
  private final SeenPlates plates;
  private final Request request;
  private final boolean live;
  private final InstantSource clock;
  private final Map<String, Long> times;

  /** From which {@link #places} was made. */
  private List<Places.Place> named = List.of();

  private @Nullable Places places;

  private SightingRecord reader = new SightingRecord(null, UnaryOperator.identity());

  /**
   * @param request what the plates are asked for
   * @param live whether no sighting may be long after its record was written, and that not later
   *     than now
   * @param times to which the clocks of partitions move on before their next records, by the names
   *     of their streams; none of those whose records alone move them
   */
  Sightings(
      String topic,
      EventLog eventLog,
      SeenPlates plates,
      Request request,
      boolean live,
      InstantSource clock,
      Map<String, Long> times) {
    this.topic = topic;
    this.eventLog = eventLog;
    this.plates = plates;
    this.request = request;
    this.live = live;
    this.clock = clock;
    this.times = times;
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  public void refresh() throws DeniedException, UnavailableException {
    var now = eventLog.view().configuration().content().sessions().places();
    if (!now.equals(named)) {
      named = now;
      places = now.isEmpty() ? null : new Places(now);
    }
    reader = new SightingRecord(places, plates.hide(request));
  }

  @Override
  public Reading<Sighting> read(ConsumerRecord<byte[], byte[]> record) {
    Map<String, byte[]> headers = new HashMap<>();
    for (var header : record.headers()) {
      if (header.value() != null) {
        headers.put(header.key(), header.value());
      }
    }
    return reader.read(record.value(), headers, written(record));
  }

  private long written(ConsumerRecord<byte[], byte[]> record) {
    if (!live) {
      return Sighting.SECOND_MAX;
    }
    long now = clock.instant().getEpochSecond();
    return SightingRecord.written(record.timestamp(), now);
  }

  @Override
  public Read command(String stream, long from, long next, List<Sighting> values) {
    return new Read(stream, from, next, values, times.getOrDefault(stream, Long.MIN_VALUE));
  }
}
