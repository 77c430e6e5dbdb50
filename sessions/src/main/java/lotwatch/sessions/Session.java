package lotwatch.sessions;

import java.io.Serializable;

/**
 * A stay of a car at a location as it is known at one revision. (id, revision) tells each change of
 * each session from all others: a consumer that has a revision ignores it and those before when it
 * comes again.
 *
 * @param id follows from the key and the first sighting that counted, so it is the same in every
 *     engine and after every replay
 * @param revision 1, 2, 3 ...: one for each change
 * @param start in seconds since 1970, by the clocks of whoever saw it
 * @param last the last sighting; of a session that has ended, its end
 * @param state whether and how it has ended
 * @param tariff in force when it opened
 */
public record Session(
    String id, int revision, SessionKey key, long start, long last, State state, Tariff tariff)
    implements Serializable {

  /** Whether a session has ended; the names are those of system C's records. */
  public enum State {
    /** The car is there, as far as anybody knows. */
    ACTIVE,
    /** It was seen leaving. */
    CLOSED,
    /** It was not seen for too long; the stay ended with the last sighting. */
    TIMEOUT
  }

  /** Whether nothing changes any more. */
  public boolean hasEnded() {
    return state != State.ACTIVE;
  }

  /** The same at a location as somebody else spells it. */
  public Session at(String location) {
    return new Session(
        id, revision, new SessionKey(key.plate(), location), start, last, state, tariff);
  }

  /** How long it lasted, or has lasted so far; never negative. */
  public long seconds() {
    return last - start;
  }

  /** What that costs, in minor units; provisional while it is active. */
  public long cost() {
    return tariff.cost(seconds());
  }

  /** What it costs if it goes on until this second. */
  public long costAt(long second) {
    return tariff.cost(Math.max(last, second) - start);
  }
}
