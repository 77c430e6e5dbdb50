package lotwatch.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The ledger's time, rules, numbers and deadlines, and what happened in the entry it applies. */
final class LiveContext implements Context {
  private final Deadlines deadlines = new Deadlines();
  private Instant now = Instant.EPOCH;
  private Policy policy = Policy.DEFAULT;
  private long sequence;
  private int version = Versions.FIRST;
  private String history = "";
  private List<Event> events = new ArrayList<>();

  /** Takes over a saved time, sequence and policy. */
  void restore(LedgerState state) {
    now = state.clock();
    sequence = state.sequence();
    policy = state.policy();
    version = state.version();
  }

  /** A new entry: time does not go back, and nothing has happened in it yet. */
  void begin(Instant at) {
    now = at.isAfter(now) ? at : now;
    events = new ArrayList<>();
  }

  /** What has happened in this entry so far. */
  List<Event> events() {
    return events;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  void adopt(Policy adopted) {
    policy = adopted;
  }

  void raise(int to) {
    version = Math.max(version, to);
  }

  /** Gives the history its id. */
  void name(String id) {
    history = id;
  }

  /** The id of this history of events; empty before it has one. */
  String history() {
    return history;
  }

  /** What is saved beside the time, the numbers and the rules. */
  Stream<HistoryState> save() {
    return history.isEmpty() ? Stream.empty() : Stream.of(new HistoryState(history));
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public Policy policy() {
    return policy;
  }

  @Override
  public long sequence() {
    return sequence;
  }

  @Override
  public long emit(Event.Change change) {
    sequence++;
    events.add(new Event(sequence, now, change));
    return sequence;
  }

  @Override
  public void schedule(Deadline deadline) {
    deadlines.add(deadline);
  }

  @Override
  public void unschedule(Deadline deadline) {
    deadlines.remove(deadline);
  }
}
