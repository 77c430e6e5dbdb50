package lotwatch.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.Outcome.Seen;
import lotwatch.ledger.SessionChange.SessionChanged;
import lotwatch.ledger.SessionCommand.EndUnread;
import lotwatch.ledger.SessionCommand.KeyPseudonyms;
import lotwatch.ledger.SessionCommand.Read;
import lotwatch.ledger.SessionCommand.See;
import lotwatch.ledger.SessionCommand.Take;
import lotwatch.ledger.SessionState.Ended;
import lotwatch.ledger.SessionState.Totals;
import lotwatch.ledger.View.StreamView;
import lotwatch.sessions.Partition;
import lotwatch.sessions.Places;
import lotwatch.sessions.Session;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import org.jspecify.annotations.Nullable;

/**
 * The parking sessions. The clock of cars that are seen now is the ledger's; recordings and
 * partitions of topics carry their own. Sessions may also be computed by somebody else.
 */
final class Sessions implements Aggregate {
  private final Context context;
  private final Locations campus;
  private final SessionStreams streams;
  private final TakenSessions taken = new TakenSessions();
  private final Deque<Ended> ended = new ArrayDeque<>();
  private final Set<String> endedIds = new HashSet<>();
  private final ViewMap<SessionKey, Session> view = new ViewMap<>();
  private SessionPolicy policy = SessionPolicy.DEFAULT;
  private @Nullable Places places;
  private @Nullable Timer timer;
  private boolean hasEnded;
  private Totals totals = Totals.NONE;
  private volatile List<Ended> endedView = List.of();
  private volatile Totals totalsView = totals;
  private volatile int takenView;
  private volatile String pseudonymKey = "";

  /** A session times out, or what has ended is forgotten. */
  record Timer(Instant at) implements Deadline {
    @Override
    public String key() {
      return "session";
    }
  }

  Sessions(Context context, Locations campus) {
    this.context = context;
    this.campus = campus;
    this.streams = new SessionStreams(context);
  }

  Outcome obey(SessionCommand command) {
    return switch (command) {
      case See see -> see(see);
      case Read read -> read(read);
      case Take take -> take(take);
      case EndUnread end -> end(end);
      case KeyPseudonyms key -> adopt(key);
    };
  }

  private Outcome adopt(KeyPseudonyms key) {
    if (pseudonymKey.isEmpty()) {
      pseudonymKey = key.key();
    }
    return new Accepted();
  }

  private Outcome see(See see) {
    var obstacle = streams.obstacle(see.stream(), see.sightings().size());
    if (obstacle != null) {
      var paused = streams.inTheWay(see.stream(), see.sightings().size());
      if (paused.isEmpty()) {
        return obstacle;
      }
      paused.forEach(each -> happened(streams.end(each)));
    }
    var stream = streams.touch(see.stream(), policy.rules());
    return counted(
        see(stream.partition(), see.stream().equals(SessionStreams.LIVE), see.sightings()));
  }

  private Outcome read(Read read) {
    var obstacle = obstacle(read.stream(), read.from(), read.sightings().size());
    if (obstacle != null) {
      return obstacle;
    }
    var stream = streams.touch(read.stream(), policy.rules());
    streams.move(stream, read.next());
    boolean isClockFirst = streams.knowsArrival();
    if (isClockFirst) {
      happened(stream.partition().advance(read.clock()));
    }
    var seen = see(stream.partition(), false, read.sightings());
    if (!isClockFirst && read.clock() != Long.MIN_VALUE) {
      happened(stream.partition().advance(read.clock()));
    }
    return counted(seen);
  }

  private Outcome take(Take take) {
    var obstacle = obstacle(take.stream(), take.from(), 0);
    if (obstacle != null) {
      return obstacle;
    }
    var placed = take.sessions().stream().flatMap(this::placed).toList();
    int open = taken.openWith(placed);
    if (open > SessionCommand.KEYS_MAX) {
      return new Rejected(
          Reason.LIMIT,
          "open sessions would be up to %d, the limit is %d"
              .formatted(open, SessionCommand.KEYS_MAX));
    }
    streams.move(streams.touch(take.stream(), policy.rules()), take.next());
    int counted = 0;
    for (var session : placed) {
      var changes = taken.take(session, context.now(), isEndFinal());
      counted += changes.isEmpty() ? 0 : 1;
      happened(changes);
    }
    int strays = take.sessions().size() - placed.size();
    totals = totals.plus(new Seen(0, 0, 0, 0, strays));
    schedule();
    return new Seen(counted, placed.size() - counted, 0, 0, strays);
  }

  private Outcome end(EndUnread end) {
    streams.unread(end.read()).forEach(one -> happened(streams.advance(one, end.second())));
    if (!end.takes()) {
      happened(taken.timeOut(policy.rules(), end.second(), context.now()));
    }
    schedule();
    return new Accepted();
  }

  /** At its place as it is called here; nothing if there is no such place. */
  private Stream<Session> placed(Session session) {
    var place = places().place(session.key().location());
    return place == null ? Stream.empty() : Stream.of(session.at(place.name()));
  }

  /** Why these records of a partition are not taken; null if they are. */
  private @Nullable Rejected obstacle(String name, long from, int more) {
    var known = streams.get(name);
    if (known != null && known.next() != from) {
      return new Rejected(
          Reason.STALE, "%s is read up to offset %d, not %d".formatted(name, known.next(), from));
    }
    return streams.partitionObstacle(name, more);
  }

  private Seen counted(Seen seen) {
    totals = totals.plus(seen);
    schedule();
    return seen;
  }

  private Seen see(Partition stream, boolean live, List<Sighting> sightings) {
    var seen = new Seen(0, 0, 0, 0, 0);
    for (var sighting : sightings) {
      seen = seen.plus(see(stream, live, sighting));
    }
    return seen;
  }

  private Seen see(Partition stream, boolean live, Sighting sighting) {
    var place = places().place(sighting.key().location());
    if (place == null) {
      return new Seen(0, 0, 0, 0, 1);
    }
    happened(stream.advance(live ? context.now().getEpochSecond() : sighting.second()));
    var key = new SessionKey(sighting.key().plate(), place.name());
    var tariff = policy.tariffs().at(place.lot(), sighting.second());
    var here = new Sighting(sighting.id(), key, sighting.status(), sighting.second());
    var step = stream.see(here, tariff);
    happened(step.changes());
    return switch (requireNonNull(step.note())) {
      case COUNTED -> new Seen(1, 0, 0, 0, 0);
      case DUPLICATE -> new Seen(0, 1, 0, 0, 0);
      case LATE -> new Seen(0, 0, 1, 0, 0);
      case ORPHAN_EXIT -> new Seen(0, 0, 0, 1, 0);
    };
  }

  private void happened(List<Session> changes) {
    for (var session : changes) {
      if (isOver(session)) {
        continue;
      }
      var lot = lot(session.key().location());
      context.emit(new SessionChanged(session, lot));
      view.touch(session.key());
      if (session.hasEnded()) {
        end(new Ended(session, lot));
        totals = totals.ended(1);
      }
    }
  }

  /**
   * Whether it has ended before, so that it is told no more: it was forgotten, and a copy of its
   * first sighting opened it again.
   */
  private boolean isOver(Session session) {
    return isEndFinal() && endedIds.contains(session.id());
  }

  /** Whether the version is one in which each session ends once, and never changes then. */
  private boolean isEndFinal() {
    return context.version() >= 7;
  }

  private void end(Ended session) {
    ended.addLast(session);
    endedIds.add(session.session().id());
    if (ended.size() > SessionCommand.ENDED_MAX) {
      endedIds.remove(ended.removeFirst().session().id());
    }
    hasEnded = true;
  }

  /** Of a place that is gone the location says it. */
  private String lot(String location) {
    var place = places().place(location);
    return place == null ? location.split("/", 2)[0] : place.lot();
  }

  private Places places() {
    if (places == null) {
      places = policy.places().isEmpty() ? campus.places() : new Places(policy.places());
    }
    return places;
  }

  /** Lots came, went or changed. */
  void campusChanged() {
    places = null;
  }

  /** Decides by this from now on; open sessions keep their tariff. */
  void adopt(SessionPolicy adopted) {
    if (adopted.equals(policy)) {
      return;
    }
    boolean otherRules = !adopted.rules().equals(policy.rules());
    policy = adopted;
    places = null;
    if (otherRules) {
      streams.adopt(adopted.rules());
      schedule();
    }
  }

  /** What is due happens. */
  void timeOut(Timer due) {
    timer = null;
    var live = streams.get(SessionStreams.LIVE);
    if (live != null) {
      happened(live.partition().advance(due.at().getEpochSecond()));
    }
    streams.idle(due.at()).forEach(idle -> happened(streams.end(idle)));
    happened(taken.timeOut(due.at()));
    schedule();
  }

  /** What was there before version 6 begins to be idle now; from 7 on it is known what is late. */
  void date() {
    streams.date();
    streams.adopt(policy.rules());
    schedule();
  }

  private void schedule() {
    var due = streams.due().isBefore(taken.due()) ? streams.due() : taken.due();
    var next = due.equals(Instant.MAX) ? null : new Timer(due);
    if (!Objects.equals(next, timer)) {
      if (timer != null) {
        context.unschedule(timer);
      }
      if (next != null) {
        context.schedule(next);
      }
      timer = next;
    }
  }

  /** Takes saved state in. */
  void adopt(SessionState state) {
    switch (state) {
      case SessionState.Stream stream -> {
        streams.adopt(stream, policy.rules());
        schedule();
      }
      case SessionState.Key key -> {
        streams.adopt(key, policy.rules());
        view.touch(key.key());
        schedule();
      }
      case SessionState.Taken session -> {
        taken.put(session);
        view.touch(session.session().key());
        schedule();
      }
      case Ended session -> end(session);
      case Totals saved -> totals = saved;
      case SessionState.PseudonymKey key -> pseudonymKey = key.key();
    }
  }

  @Override
  public Stream<? extends SessionState> save() {
    var key =
        pseudonymKey.isEmpty()
            ? Stream.<SessionState>empty()
            : Stream.<SessionState>of(new SessionState.PseudonymKey(pseudonymKey));
    var counts = totals.equals(Totals.NONE) ? Stream.<SessionState>empty() : Stream.of(totals);
    return Stream.of(key, counts, streams.save(), taken.save(), ended.stream())
        .flatMap(each -> each);
  }

  @Override
  public void draw() {
    view.draw(this::open);
    streams.draw();
    totalsView = totals;
    takenView = taken.open();
    if (hasEnded) {
      endedView = List.copyOf(ended);
      hasEnded = false;
    }
  }

  private @Nullable Session open(SessionKey key) {
    var open = streams.open(key);
    return open == null || isOver(open) ? taken.open(key) : open;
  }

  /** How many that somebody else computes are open. */
  int taken() {
    return takenView;
  }

  /** The partitions that are read, by name. */
  Map<String, StreamView> streams() {
    return streams.view();
  }

  /** The sessions that are open, by plate and location. */
  Collection<Session> active() {
    return view.all();
  }

  /** The newest that have ended, the oldest first. */
  List<Ended> ended() {
    return endedView;
  }

  Totals totals() {
    return totalsView;
  }

  /** Empty before there is one. */
  String pseudonymKey() {
    return pseudonymKey;
  }
}
