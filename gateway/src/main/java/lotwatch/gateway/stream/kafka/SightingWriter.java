package lotwatch.gateway.stream.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.auth.Request;
import lotwatch.gateway.sightings.SightingSink;
import lotwatch.gateway.stream.SitePlaces;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Outcome.Seen;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.Revision;
import lotwatch.ledger.SessionCommand.See;
import lotwatch.ledger.UnavailableException;
import lotwatch.records.SightingRecord;
import lotwatch.sessions.Places;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes sightings to the topic that a job reads. The key is the plate, so that all of a car are in
 * order; each has its id, so that it counts once however often it is written. A location is written
 * as the site spells it, since a job tells others apart.
 */
public final class SightingWriter implements AutoCloseable {
  private final TopicWriter writer;
  private final String topic;
  private final EventLog eventLog;

  /** From which {@link #places} was made. */
  private @Nullable Revision of;

  private Places places = new Places(List.of());

  /**
   * @param eventLog says how plates and locations are written here
   */
  SightingWriter(KafkaSettings settings, EventLog eventLog) {
    this.eventLog = eventLog;
    this.writer = new TopicWriter(settings.servers());
    this.topic = settings.input();
  }

  /**
   * Writes these; returns when the brokers have them all.
   *
   * @param sightings whose plates are as sessions have them
   */
  public void write(List<Sighting> sightings) throws UnavailableException {
    try {
      writer.write(sightings.stream().map(this::record).toList());
    } catch (TroubleException e) {
      throw new UnavailableException(String.valueOf(e.getMessage()), true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted", true);
    }
  }

  ProducerRecord<byte[], byte[]> record(Sighting given) {
    var key = given.key();
    var place = places().place(key.location());
    var location = place == null ? key.location() : place.name();
    var sighting =
        new Sighting(
            given.id(), new SessionKey(key.plate(), location), given.status(), given.second());
    var record =
        new ProducerRecord<>(
            topic,
            SightingRecord.key(sighting),
            SightingRecord.value(sighting, ZoneId.systemDefault()));
    record.headers().add(SightingRecord.ID_HEADER, sighting.id().getBytes(UTF_8));
    if (!eventLog.view().configuration().content().sessions().clearPlates()) {
      record.headers().add(SightingRecord.PLATE_HEADER, SightingRecord.HIDDEN.getBytes(UTF_8));
    }
    return record;
  }

  /** Those of the revision in force, which changes seldom. */
  private synchronized Places places() {
    var view = eventLog.view();
    if (!Objects.equals(of, view.configuration())) {
      of = view.configuration();
      places = SitePlaces.seen(view);
    }
    return places;
  }

  /** Takes what the gate lets through. */
  public SightingSink behind(Gate gate) {
    return new SightingSink() {
      @Override
      public Outcome take(Request request, See batch, @Nullable RequestId id)
          throws DeniedException, UnavailableException {
        gate.make(request, () -> write(batch.sightings()));
        return new Seen(batch.sightings().size(), 0, 0, 0, 0);
      }

      @Override
      public boolean takesRecordings() {
        return false;
      }
    };
  }

  @Override
  public void close() {
    writer.close();
  }
}
