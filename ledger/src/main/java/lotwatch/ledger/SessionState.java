package lotwatch.ledger;

import lotwatch.sessions.KeyState;
import lotwatch.sessions.Session;
import lotwatch.sessions.SessionKey;

/** What is saved of parking sessions. Version 5. */
public sealed interface SessionState extends LedgerState.Part {
  @Override
  default int version() {
    return 5;
  }

  /**
   * A stream and its time.
   *
   * @param name empty for cars that are seen now
   * @param clock in seconds since 1970
   */
  record Stream(String name, long clock) implements SessionState {}

  /** What is known of a plate at a location that was seen in a stream. */
  record Key(String stream, SessionKey key, KeyState state) implements SessionState {}

  /** A session that has ended; the oldest first. */
  record Ended(Session session, String lot) implements SessionState {}

  /**
   * How many there were.
   *
   * @param ended sessions, of which the newest are saved
   */
  record Totals(long ended, long counted, long duplicates, long late, long orphanExits, long strays)
      implements SessionState {}

  /** The key that pseudonyms are made with. */
  record PseudonymKey(String key) implements SessionState {
    /** Does not tell the key. */
    @Override
    public String toString() {
      return "PseudonymKey";
    }
  }
}
