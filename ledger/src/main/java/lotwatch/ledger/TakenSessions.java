package lotwatch.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import lotwatch.ledger.SessionState.Taken;
import lotwatch.sessions.Rules;
import lotwatch.sessions.Session;
import lotwatch.sessions.Session.State;
import lotwatch.sessions.SessionKey;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that somebody else computes: the newest of each plate at each location. They come at
 * least once; what has come before changes nothing.
 */
final class TakenSessions {
  /**
   * An open one of which nothing has come for so long times out here: whoever computes it would
   * have ended it.
   */
  static final Duration OPEN_MAX = Duration.ofDays(7);

  /** Both in the order in which they last changed. */
  private final SequencedMap<SessionKey, Taken> open = new LinkedHashMap<>();

  private final SequencedMap<SessionKey, Taken> ended = new LinkedHashMap<>();

  /** How many are open at most once these are taken in. */
  int openWith(List<Session> sessions) {
    long more =
        sessions.stream()
            .filter(session -> !session.hasEnded())
            .map(Session::key)
            .filter(key -> !open.containsKey(key))
            .distinct()
            .count();
    return open.size() + (int) more;
  }

  /**
   * Takes a revision in. A plate has one open session at a place: one that begins while another is
   * open times that out, since whoever computes them has lost it and will not end it.
   *
   * @param isEndFinal whether a session that has ended stays as it is, whatever its revision, and
   *     none goes away without an end
   * @return what changes, in this order; nothing if it says nothing new
   */
  List<Session> take(Session session, Instant now, boolean isEndFinal) {
    var known = known(session.key());
    if (known != null && !isNewer(session, known)) {
      return List.of();
    }
    boolean isSame = known != null && known.id().equals(session.id());
    if (isEndFinal && known != null && isSame && known.hasEnded()) {
      return List.of();
    }
    var lost = open.get(session.key());
    var changes = new ArrayList<Session>();
    if (isEndFinal && !isSame && lost != null) {
      changes.add(timedOut(lost, now));
    }
    put(new Taken(session, now));
    changes.add(session);
    return changes;
  }

  private static boolean isNewer(Session session, Session known) {
    return session.id().equals(known.id())
        ? session.revision() > known.revision()
        : session.start() > known.start();
  }

  private @Nullable Session known(SessionKey key) {
    var one = open.get(key);
    var other = one == null ? ended.get(key) : one;
    return other == null ? null : other.session();
  }

  /** Takes one in, new or saved. */
  void put(Taken taken) {
    var key = taken.session().key();
    open.remove(key);
    ended.remove(key);
    (taken.session().hasEnded() ? ended : open).put(key, taken);
    while (open.size() + ended.size() > SessionCommand.KEYS_MAX && !ended.isEmpty()) {
      ended.pollFirstEntry();
    }
  }

  /** When the next open one times out. */
  Instant due() {
    var first = open.firstEntry();
    return first == null ? Instant.MAX : first.getValue().at().plus(OPEN_MAX);
  }

  /** Those that time out. */
  List<Session> timeOut(Instant now) {
    var over = new ArrayList<Session>();
    while (!due().isAfter(now)) {
      over.add(timedOut(open.firstEntry().getValue(), now));
    }
    return over;
  }

  /**
   * Those that time out when nobody computes sessions any more: at this second of the clock, by the
   * rules by which they would have.
   */
  List<Session> timeOut(Rules rules, long second, Instant now) {
    return open.values().stream()
        .filter(each ->
            Math.max(each.session().last(), each.at().getEpochSecond()) + rules.timeoutSeconds()
                < second)
        .toList()
        .stream()
        .map(each -> timedOut(each, now))
        .toList();
  }

  private Session timedOut(Taken taken, Instant now) {
    var before = taken.session();
    var after =
        new Session(
            before.id(),
            before.revision() + 1,
            before.key(),
            before.start(),
            before.last(),
            State.TIMEOUT,
            before.tariff());
    put(new Taken(after, now));
    return after;
  }

  /** How many are open. */
  int open() {
    return open.size();
  }

  @Nullable Session open(SessionKey key) {
    var taken = open.get(key);
    return taken == null ? null : taken.session();
  }

  Stream<Taken> save() {
    return Stream.concat(open.values().stream(), ended.values().stream());
  }
}
