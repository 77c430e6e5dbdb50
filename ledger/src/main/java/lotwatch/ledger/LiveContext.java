package lotwatch.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The ledger's time, rules, numbers and deadlines, and what happened in the entry it applies. */
final class LiveContext implements Context {
  private final Deadlines deadlines = new Deadlines();
  private Instant now = Instant.EPOCH;
  private Policy policy = Policy.DEFAULT;
  private long sequence;
  private int version = Versions.FIRST;
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

  int version() {
    return version;
  }

  @Override
  public Instant now() {
    return now;
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
