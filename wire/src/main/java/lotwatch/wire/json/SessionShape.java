package lotwatch.wire.json;

import java.time.Instant;
import lotwatch.ledger.Plate;
import lotwatch.sessions.Session;

/**
 * A parking session in JSON.
 *
 * @param id the same in every engine and after every replay
 * @param revision 1, 2, 3 ...: one for each change
 * @param plate masked
 * @param location a spot as {@code lot/spot}, a lot, or a place by its own name
 * @param start when it began, by the clock of whoever saw it
 * @param end when the car was seen last; of an ended session, its end
 * @param seconds from start to end
 * @param cost in minor units of the currency; provisional while it is active
 * @param currency of ISO 4217
 * @param state active, closed or timeout
 */
public record SessionShape(
    String id,
    int revision,
    String plate,
    String location,
    Instant start,
    Instant end,
    long seconds,
    long cost,
    String currency,
    String state) {
  /** A session as it is known at one revision. */
  public static SessionShape of(Session session) {
    return new SessionShape(
        session.id(),
        session.revision(),
        new Plate(session.key().plate()).masked(),
        session.key().location(),
        Instant.ofEpochSecond(session.start()),
        Instant.ofEpochSecond(session.last()),
        session.seconds(),
        session.cost(),
        session.tariff().currency(),
        Words.of(session.state()));
  }
}
