package lotwatch.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import lotwatch.sessions.Session.State;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a session, for one plate at one location: (state, sighting or time) to (state,
 * changes, next deadline). A pure function of its arguments.
 *
 * <p>Sightings count in the order in which they arrive. {@code t} is the second of a sighting, the
 * clock is the time of its partition, which is never before the time of a sighting by which it was
 * moved. Before a sighting counts, whatever is due by the clock happens.
 *
 * <pre>
 * state                what comes                       what happens
 * -------------------  -------------------------------  -----------------------------------------
 * any                  an id among the last 8           DUPLICATE
 * none, or ended       t &lt;= ended                       LATE
 *                      EXITING                          ORPHAN_EXIT; ended = t: a sighting before
 *                                                       it that comes even later opens nothing
 *                      any other                        opens: start = last = t, revision 1
 * open                 t &gt; last + timeout               TIMEOUT, end = last; then as ended
 *                      EXITING, t &lt; start               LATE
 *                      EXITING                          CLOSED, end = max(last, t)
 *                      t &lt; start, not before ended,     start = t
 *                        at most the lateness before
 *                        the first that counted
 *                      other t &lt; start                  LATE
 *                      start &lt;= t &lt;= last               no change is told, came moves on
 *                      t &gt; last                         last = t
 *                      clock &gt; max(last, came)          TIMEOUT, end = last
 *                        + timeout
 * ended                clock &gt;= moment of closing       forgotten
 *                        + forget
 * </pre>
 *
 * <p>{@code came} is the clock when the newest sighting that counted came. It is after {@code last}
 * where sightings are late, by an hour if their gateway was away for one: the car may have been
 * seen since, and that is still on its way. Time only makes a TIMEOUT known earlier; whether there
 * is one is said by the sightings as soon as they are there, and its end does not depend on the
 * clock. A sighting that comes after the TIMEOUT was told, of a time when it would have gone on,
 * opens a new session.
 *
 * <p>Each change is a new revision. An ended session never changes: a bill stays what it was. The
 * tariff is the one in force at the second of the first sighting that counted; it stays when the
 * start moves back.
 */
public final class Machine implements Serializable {
  /** No deadline. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final long serialVersionUID = 1;
  private static final int ID_BYTES = 16;

  private final Rules rules;
  private final boolean knowsArrival;

  /** A machine that decides by these rules. */
  public Machine(Rules rules) {
    this(rules, true);
  }

  private Machine(Rules rules, boolean knowsArrival) {
    this.rules = rules;
    this.knowsArrival = knowsArrival;
  }

  /** One for which {@code came} is never after {@code last}, as it was once. */
  static Machine withoutArrival(Rules rules) {
    return new Machine(rules, false);
  }

  /** The first second of the clock at which something happens by itself. */
  public long deadline(@Nullable KeyState state) {
    if (state == null) {
      return NEVER;
    }
    return state.open() == null
        ? state.at()
        : Math.max(state.open().last(), state.at()) + rules.timeoutSeconds() + 1;
  }

  /** The clock has come to this second. */
  public Step onClock(@Nullable KeyState state, long clock) {
    if (state == null || deadline(state) > clock) {
      return new Step(state, List.of(), null);
    }
    if (state.open() == null) {
      return new Step(null, List.of(), null);
    }
    var over = revised(state.open(), state.open().start(), state.open().last(), State.TIMEOUT);
    return new Step(ended(state, over.last(), clock), List.of(over), null);
  }

  /**
   * A car was seen.
   *
   * @param sighting of the key that the state is of
   * @param tariff in force at the second of the sighting
   * @param clock of the partition, in seconds since 1970
   */
  public Step onSighting(@Nullable KeyState before, Sighting sighting, Tariff tariff, long clock) {
    var due = onClock(before, clock);
    var state = due.state();
    long hash = hash(sighting.id());
    if (state != null && state.recent().contains(hash)) {
      return new Step(state, due.changes(), Note.DUPLICATE);
    }
    var changes = new ArrayList<>(due.changes());
    if (state != null
        && state.open() != null
        && sighting.second() > state.open().last() + rules.timeoutSeconds()) {
      var over = revised(state.open(), state.open().start(), state.open().last(), State.TIMEOUT);
      changes.add(over);
      state = ended(state, over.last(), clock);
    }
    var step =
        state == null || state.open() == null
            ? outside(state, sighting, tariff, clock)
            : inside(state, state.open(), sighting, clock);
    changes.addAll(step.changes());
    var after = step.state();
    if (after != null && step.note() != Note.LATE) {
      after = remembering(after, hash);
    }
    return new Step(after, changes, step.note());
  }

  private Step outside(@Nullable KeyState state, Sighting sighting, Tariff tariff, long clock) {
    long second = sighting.second();
    long ended = state == null ? Long.MIN_VALUE : state.ended();
    List<Long> recent = state == null ? List.of() : state.recent();
    if (second <= ended) {
      return new Step(state, List.of(), Note.LATE);
    }
    if (sighting.status() == Status.EXITING) {
      var gone = new KeyState(null, 0, second, clock + rules.forgetSeconds(), recent);
      return new Step(gone, List.of(), Note.ORPHAN_EXIT);
    }
    var session =
        new Session(sessionId(sighting), 1, sighting.key(), second, second, State.ACTIVE, tariff);
    return new Step(
        new KeyState(session, second, ended, came(clock), recent), List.of(session), Note.COUNTED);
  }

  private Step inside(KeyState state, Session open, Sighting sighting, long clock) {
    long second = sighting.second();
    if (sighting.status() == Status.EXITING) {
      if (second < open.start()) {
        return new Step(state, List.of(), Note.LATE);
      }
      var closed = revised(open, open.start(), Math.max(open.last(), second), State.CLOSED);
      return new Step(ended(state, closed.last(), clock), List.of(closed), Note.COUNTED);
    }
    if (second < open.start()) {
      if (second <= state.ended() || state.opened() - second > rules.latenessSeconds()) {
        return new Step(state, List.of(), Note.LATE);
      }
      return changed(state, revised(open, second, open.last(), State.ACTIVE), clock);
    }
    return second > open.last()
        ? changed(state, revised(open, open.start(), second, State.ACTIVE), clock)
        : new Step(seen(state, open, clock), List.of(), Note.COUNTED);
  }

  private Step changed(KeyState state, Session session, long clock) {
    return new Step(seen(state, session, clock), List.of(session), Note.COUNTED);
  }

  private KeyState seen(KeyState state, Session session, long clock) {
    return new KeyState(session, state.opened(), state.ended(), came(clock), state.recent());
  }

  private long came(long clock) {
    return knowsArrival ? Math.max(0, clock) : 0;
  }

  private static Session revised(Session session, long start, long last, State state) {
    return new Session(
        session.id(), session.revision() + 1, session.key(), start, last, state, session.tariff());
  }

  private KeyState ended(KeyState state, long end, long clock) {
    return new KeyState(null, 0, end, clock + rules.forgetSeconds(), state.recent());
  }

  private static KeyState remembering(KeyState state, long hash) {
    var recent = new ArrayList<>(state.recent());
    recent.add(hash);
    if (recent.size() > KeyState.RECENT_MAX) {
      recent.remove(0);
    }
    return new KeyState(state.open(), state.opened(), state.ended(), state.at(), recent);
  }

  /** The first bytes of SHA-256 of plate, location and sighting, each behind its length. */
  private static String sessionId(Sighting first) {
    var sha = sha256();
    for (var part : List.of(first.key().plate(), first.key().location(), first.id())) {
      byte[] bytes = part.getBytes(UTF_8);
      sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      sha.update(bytes);
    }
    return HexFormat.of().formatHex(sha.digest(), 0, ID_BYTES);
  }

  private static long hash(String id) {
    return ByteBuffer.wrap(sha256().digest(id.getBytes(UTF_8))).getLong();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) { // every Java platform has it
      throw new IllegalStateException(e);
    }
  }
}
