package lotwatch.ledger;

import java.time.Instant;
import lotwatch.sessions.KeyState;
import lotwatch.sessions.Session;
import lotwatch.sessions.SessionKey;
import org.jspecify.annotations.Nullable;

/** What is saved of parking sessions. Version 5 unless it says otherwise. */
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
   * @param touched when something of it came last, by the ledger's time; null for cars that are
   *     seen now, and before version 6
   * @param next the offset after the last record read of a partition; {@link #NO_OFFSET} of what is
   *     no partition
   */
  record Stream(String name, long clock, @Nullable Instant touched, long next)
      implements SessionState {
    /** Not a partition. */
    public static final long NO_OFFSET = -1;

    @Override
    public int version() {
      return touched == null ? 5 : 6;
    }
  }

  /** What is known of a plate at a location that was seen in a stream. */
  record Key(String stream, SessionKey key, KeyState state) implements SessionState {}

  /**
   * The newest session of a plate at a location that somebody else computes. Version 6.
   *
   * @param at when it came, by the ledger's time
   */
  record Taken(Session session, Instant at) implements SessionState {
    @Override
    public int version() {
      return 6;
    }
  }

  /** A session that has ended; the oldest first. */
  record Ended(Session session, String lot) implements SessionState {}

  /**
   * How many there were.
   *
   * @param ended sessions, of which the newest are saved
   */
  record Totals(long ended, long counted, long duplicates, long late, long orphanExits, long strays)
      implements SessionState {
    /** Before there was any. */
    static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0);

    /** With these sightings. */
    Totals plus(Outcome.Seen seen) {
      return new Totals(
          ended,
          counted + seen.counted(),
          duplicates + seen.duplicates(),
          late + seen.late(),
          orphanExits + seen.orphanExits(),
          strays + seen.strays());
    }

    /** With so many ended sessions more. */
    Totals ended(int more) {
      return new Totals(ended + more, counted, duplicates, late, orphanExits, strays);
    }
  }

  /** The key that pseudonyms are made with. */
  record PseudonymKey(String key) implements SessionState {
    /** Does not tell the key. */
    @Override
    public String toString() {
      return "PseudonymKey";
    }
  }
}
