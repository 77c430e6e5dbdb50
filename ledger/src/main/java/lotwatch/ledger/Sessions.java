package lotwatch.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.Outcome.Seen;
import lotwatch.ledger.SessionChange.SessionChanged;
import lotwatch.ledger.SessionCommand.KeyPseudonyms;
import lotwatch.ledger.SessionCommand.See;
import lotwatch.ledger.SessionState.Ended;
import lotwatch.ledger.SessionState.Totals;
import lotwatch.sessions.Machine;
import lotwatch.sessions.Partition;
import lotwatch.sessions.Places;
import lotwatch.sessions.Session;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import org.jspecify.annotations.Nullable;

/**
 * The parking sessions. Cars that are seen now are in one partition, whose clock is the ledger's;
 * each recording is one of its own.
 */
final class Sessions implements Aggregate {
  private static final String LIVE = "";

  private final Context context;
  private final Locations campus;
  private final Map<String, Partition> streams = new TreeMap<>();
  private final Deque<Ended> ended = new ArrayDeque<>();
  private final ViewMap<SessionKey, Session> view = new ViewMap<>();
  private SessionPolicy policy = SessionPolicy.DEFAULT;
  private @Nullable Places places;
  private @Nullable Timer timer;
  private boolean hasEnded;
  private Totals totals = new Totals(0, 0, 0, 0, 0, 0);
  private volatile List<Ended> endedView = List.of();
  private volatile Totals totalsView = totals;
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
  }

  Outcome obey(SessionCommand command) {
    return switch (command) {
      case See see -> see(see);
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
    var stream = streams.get(see.stream());
    if (stream == null) {
      if (streams.size() >= SessionCommand.STREAMS_MAX) {
        return new Rejected(
            Reason.LIMIT, "streams are %d, which is the limit".formatted(streams.size()));
      }
      stream = new Partition(policy.rules());
    }
    if (size() + see.sightings().size() > SessionCommand.KEYS_MAX) {
      return new Rejected(
          Reason.LIMIT,
          "sessions and those that have just ended would be up to %d, the limit is %d"
              .formatted(size() + see.sightings().size(), SessionCommand.KEYS_MAX));
    }
    streams.put(see.stream(), stream);
    var seen = new Seen(0, 0, 0, 0, 0);
    for (var sighting : see.sightings()) {
      seen = seen.plus(see(see.stream(), stream, sighting));
    }
    totals =
        new Totals(
            totals.ended(),
            totals.counted() + seen.counted(),
            totals.duplicates() + seen.duplicates(),
            totals.late() + seen.late(),
            totals.orphanExits() + seen.orphanExits(),
            totals.strays() + seen.strays());
    schedule();
    return seen;
  }

  private Seen see(String name, Partition stream, Sighting sighting) {
    var place = places().place(sighting.key().location());
    if (place == null) {
      return new Seen(0, 0, 0, 0, 1);
    }
    happened(stream.advance(name.equals(LIVE) ? now() : sighting.second()));
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
      var lot = lot(session.key().location());
      context.emit(new SessionChanged(session, lot));
      view.touch(session.key());
      if (session.hasEnded()) {
        end(new Ended(session, lot));
        totals =
            new Totals(
                totals.ended() + 1,
                totals.counted(),
                totals.duplicates(),
                totals.late(),
                totals.orphanExits(),
                totals.strays());
      }
    }
  }

  private void end(Ended session) {
    ended.addLast(session);
    if (ended.size() > SessionCommand.ENDED_MAX) {
      ended.removeFirst();
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
      streams.replaceAll((name, before) -> {
        var after = new Partition(adopted.rules());
        after.advance(before.clock());
        before.states().forEach(after::adopt);
        return after;
      });
      schedule();
    }
  }

  /** What was due in the live partition happens. */
  void timeOut(Timer due) {
    timer = null;
    var live = streams.get(LIVE);
    if (live != null) {
      happened(live.advance(due.at().getEpochSecond()));
    }
    schedule();
  }

  private void schedule() {
    var live = streams.get(LIVE);
    long second = live == null ? Machine.NEVER : live.deadline();
    var next = second == Machine.NEVER ? null : new Timer(Instant.ofEpochSecond(second));
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

  private long now() {
    return context.now().getEpochSecond();
  }

  private int size() {
    return streams.values().stream().mapToInt(Partition::size).sum();
  }

  /** Takes saved state in. */
  void adopt(SessionState state) {
    switch (state) {
      case SessionState.Stream stream -> stream(stream.name()).advance(stream.clock());
      case SessionState.Key key -> {
        stream(key.stream()).adopt(key.key(), key.state());
        view.touch(key.key());
        schedule();
      }
      case Ended session -> end(session);
      case Totals saved -> totals = saved;
      case SessionState.PseudonymKey key -> pseudonymKey = key.key();
    }
  }

  private Partition stream(String name) {
    return streams.computeIfAbsent(name, _ -> new Partition(policy.rules()));
  }

  @Override
  public Stream<? extends SessionState> save() {
    if (streams.isEmpty() && pseudonymKey.isEmpty()) {
      return Stream.empty();
    }
    var key =
        pseudonymKey.isEmpty()
            ? Stream.<SessionState>empty()
            : Stream.<SessionState>of(new SessionState.PseudonymKey(pseudonymKey));
    var all =
        streams.entrySet().stream()
            .flatMap(each ->
                Stream.<SessionState>concat(
                    Stream.of(new SessionState.Stream(each.getKey(), each.getValue().clock())),
                    each.getValue().states().entrySet().stream()
                        .map(one ->
                            new SessionState.Key(each.getKey(), one.getKey(), one.getValue()))));
    return Stream.of(key, Stream.of(totals), all, ended.stream()).flatMap(each -> each);
  }

  @Override
  public void draw() {
    view.draw(this::open);
    totalsView = totals;
    if (hasEnded) {
      endedView = List.copyOf(ended);
      hasEnded = false;
    }
  }

  private @Nullable Session open(SessionKey key) {
    for (var stream : streams.values()) {
      var state = stream.state(key);
      if (state != null && state.open() != null) {
        return state.open();
      }
    }
    return null;
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
