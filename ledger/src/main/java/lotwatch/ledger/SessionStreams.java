package lotwatch.ledger;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.View.StreamView;
import lotwatch.sessions.KeyState;
import lotwatch.sessions.Machine;
import lotwatch.sessions.Partition;
import lotwatch.sessions.Rules;
import lotwatch.sessions.Session;
import lotwatch.sessions.SessionKey;
import org.jspecify.annotations.Nullable;

/**
 * Where sightings come from, each with a clock of its own: cars that are seen now, recordings, and
 * partitions of topics. What nothing comes from any more is forgotten, so that it locks nothing
 * else out.
 */
final class SessionStreams {
  /** The name of the stream of cars that are seen now. */
  static final String LIVE = "";

  private final Context context;
  private final Map<String, One> streams = new TreeMap<>();
  private final ViewMap<String, StreamView> view = new ViewMap<>();

  /** What is limited together. */
  private enum Kind {
    LIVE,
    RECORDING,
    PARTITION
  }

  /** One stream. */
  static final class One {
    private final String name;
    private Partition partition;
    private @Nullable Instant touched;
    private long next = SessionState.Stream.NO_OFFSET;

    private One(String name, Partition partition) {
      this.name = name;
      this.partition = partition;
    }

    Partition partition() {
      return partition;
    }

    /** The offset that is read next of a partition. */
    long next() {
      return next;
    }

    private Kind kind() {
      if (name.equals(LIVE)) {
        return Kind.LIVE;
      }
      return next == SessionState.Stream.NO_OFFSET ? Kind.RECORDING : Kind.PARTITION;
    }

    /** When it is over if nothing comes of it. */
    private Instant over() {
      return touched == null
          ? Instant.MAX
          : touched.plus(
              kind() == Kind.PARTITION
                  ? SessionCommand.PARTITION_IDLE
                  : SessionCommand.RECORDING_IDLE);
    }
  }

  SessionStreams(Context context) {
    this.context = context;
  }

  @Nullable One get(String name) {
    return streams.get(name);
  }

  /**
   * Why so many sightings more are not taken from a stream of cars that are seen now or of a
   * recording; null if they are.
   */
  @Nullable Rejected obstacle(String name, int more) {
    if (!knowsIdle()) {
      return streams.containsKey(name) || streams.size() < SessionCommand.STREAMS_MAX
          ? obstacle(streams.values().stream(), more)
          : tooMany("streams", streams.size());
    }
    var kind = name.equals(LIVE) ? Kind.LIVE : Kind.RECORDING;
    long recordings = of(Kind.RECORDING).count();
    return kind == Kind.RECORDING
            && !streams.containsKey(name)
            && recordings >= SessionCommand.STREAMS_MAX
        ? tooMany("recordings", recordings)
        : obstacle(of(kind), more);
  }

  /** The same of a partition. */
  @Nullable Rejected partitionObstacle(String name, int more) {
    long partitions = of(Kind.PARTITION).count();
    return !streams.containsKey(name) && partitions >= SessionCommand.PARTITIONS_MAX
        ? tooMany("partitions", partitions)
        : obstacle(of(Kind.PARTITION), more);
  }

  private static Rejected tooMany(String what, long count) {
    return new Rejected(Reason.LIMIT, "%s are %d, which is the limit".formatted(what, count));
  }

  private static @Nullable Rejected obstacle(Stream<One> together, int more) {
    int size = together.mapToInt(one -> one.partition.size()).sum();
    return size + more > SessionCommand.KEYS_MAX
        ? new Rejected(
            Reason.LIMIT,
            "sessions and those that have just ended would be up to %d, the limit is %d"
                .formatted(size + more, SessionCommand.KEYS_MAX))
        : null;
  }

  private Stream<One> of(Kind kind) {
    return streams.values().stream().filter(one -> one.kind() == kind);
  }

  /**
   * The paused recordings whose end leaves space for so many sightings more of a recording, those
   * that have paused longest first; empty if all of them would not, so that none ends for nothing.
   */
  List<One> inTheWay(String name, int more) {
    if (name.equals(LIVE) || !knowsIdle()) {
      return List.of();
    }
    var before = context.now().minus(SessionCommand.RECORDING_PAUSE);
    var paused =
        of(Kind.RECORDING)
            .filter(one -> !one.name.equals(name))
            .filter(one -> one.touched != null && !one.touched.isAfter(before))
            .sorted(Comparator.comparing(One::over))
            .toList();
    long count = of(Kind.RECORDING).count() + (streams.containsKey(name) ? 0 : 1);
    int keys = of(Kind.RECORDING).mapToInt(one -> one.partition.size()).sum() + more;
    for (int i = 0; i < paused.size(); i++) {
      count--;
      keys -= paused.get(i).partition.size();
      if (count <= SessionCommand.STREAMS_MAX && keys <= SessionCommand.KEYS_MAX) {
        return paused.subList(0, i + 1);
      }
    }
    return List.of();
  }

  /** Something comes of it now. */
  One touch(String name, Rules rules) {
    var one = streams.computeIfAbsent(name, _ -> new One(name, empty(rules)));
    if (knowsIdle() && !name.equals(LIVE)) {
      one.touched = context.now();
    }
    return one;
  }

  /** It was read up to there. */
  void move(One one, long next) {
    one.next = next;
    view.touch(one.name);
  }

  /** The partitions whose names do not begin like this; all of them if it is empty. */
  List<One> unread(String read) {
    return of(Kind.PARTITION).filter(one -> read.isEmpty() || !one.name.startsWith(read)).toList();
  }

  /** Moves its clock on; returns the sessions that end by that. */
  List<Session> advance(One one, long second) {
    view.touch(one.name);
    return one.partition.advance(second);
  }

  /** Nothing comes of it any more: what is left of it ends. */
  List<Session> end(One one) {
    streams.remove(one.name);
    view.touch(one.name);
    var ended = Stream.<Session>builder();
    for (long at = one.partition.deadline(); at != Machine.NEVER; at = one.partition.deadline()) {
      one.partition.advance(at).forEach(ended);
    }
    return ended.build().toList();
  }

  /** Those of which nothing has come for too long. */
  List<One> idle(Instant at) {
    return streams.values().stream().filter(one -> !one.over().isAfter(at)).toList();
  }

  /** When something happens by itself. */
  Instant due() {
    var live = streams.get(LIVE);
    long second = live == null ? Machine.NEVER : live.partition.deadline();
    var over =
        streams.values().stream().map(One::over).min(Comparator.naturalOrder()).orElse(Instant.MAX);
    var next = second == Machine.NEVER ? Instant.MAX : Instant.ofEpochSecond(second);
    return next.isBefore(over) ? next : over;
  }

  private Partition empty(Rules rules) {
    return knowsArrival() ? new Partition(rules) : Partition.ofOldLogs(rules);
  }

  /** Those of before version 6 begin to be idle now. */
  void date() {
    if (knowsIdle()) {
      streams.values().stream()
          .filter(one -> !one.name.equals(LIVE) && one.touched == null)
          .forEach(one -> one.touched = context.now());
    }
  }

  /** Whether the version is one that forgets. */
  private boolean knowsIdle() {
    return context.version() >= 6;
  }

  /** Whether the version is one in which late sightings keep a session open. */
  boolean knowsArrival() {
    return context.version() >= 7;
  }

  /** Decides by other rules from now on, or by the same as its version has them. */
  void adopt(Rules rules) {
    for (var one : streams.values()) {
      var before = one.partition;
      one.partition = empty(rules);
      one.partition.advance(before.clock());
      before.states().forEach(one.partition::adopt);
    }
  }

  void adopt(SessionState.Stream saved, Rules rules) {
    var one = streams.computeIfAbsent(saved.name(), name -> new One(name, empty(rules)));
    one.partition.advance(saved.clock());
    one.touched = saved.touched();
    one.next = saved.next();
    view.touch(saved.name());
  }

  void adopt(SessionState.Key saved, Rules rules) {
    streams
        .computeIfAbsent(saved.stream(), name -> new One(name, empty(rules)))
        .partition
        .adopt(saved.key(), saved.state());
  }

  Stream<SessionState> save() {
    return streams.values().stream()
        .flatMap(one ->
            Stream.concat(
                Stream.of(
                    new SessionState.Stream(
                        one.name, one.partition.clock(), one.touched, one.next)),
                one.partition.states().entrySet().stream()
                    .map(each -> new SessionState.Key(one.name, each.getKey(), each.getValue()))));
  }

  void draw() {
    view.draw(name -> {
      var one = streams.get(name);
      return one == null || one.kind() != Kind.PARTITION
          ? null
          : new StreamView(one.next, one.partition.clock(), one.partition.deadline());
    });
  }

  /** The partitions, by name. */
  Map<String, StreamView> view() {
    return view.map();
  }

  @Nullable Session open(SessionKey key) {
    for (var one : streams.values()) {
      @Nullable KeyState state = one.partition.state(key);
      if (state != null && state.open() != null) {
        return state.open();
      }
    }
    return null;
  }
}
