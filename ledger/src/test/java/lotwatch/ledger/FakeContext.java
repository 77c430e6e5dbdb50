package lotwatch.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** A context for one aggregate alone: tests turn its clock and read what it was told. */
final class FakeContext implements Context {
  final List<Event.Change> changes = new ArrayList<>();
  final TreeSet<Deadline> deadlines =
      new TreeSet<>(Comparator.comparing(Deadline::at).thenComparing(Deadline::key));
  Instant now = Campus.NOON;
  Policy policy = Policy.DEFAULT;
  int version = Versions.NEWEST;

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Policy policy() {
    return policy;
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public long sequence() {
    return changes.size();
  }

  @Override
  public long emit(Event.Change change) {
    changes.add(change);
    return changes.size();
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
