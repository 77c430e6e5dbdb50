package lotwatch.replica;

import java.util.List;
import java.util.function.IntConsumer;
import lotwatch.ledger.Event;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Ledger;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Versions;
import lotwatch.ledger.View;
import lotwatch.wire.CorruptException;
import lotwatch.wire.EntryCodec;
import lotwatch.wire.Snapshot;

/**
 * The ledger, driven by the log: one thread applies and restores, any thread reads the picture and
 * the events.
 */
final class LedgerMachine implements EventLog {
  private final EventRing ring;
  private final Runnable afterBatch;
  private final int newest;
  private final IntConsumer onRaise;
  private volatile Ledger ledger = new Ledger();
  private volatile int version = Versions.FIRST;

  /**
   * @param afterBatch told after each batch of entries, when deadlines may have changed
   */
  LedgerMachine(int eventsMax, Runnable afterBatch) {
    this(eventsMax, afterBatch, Versions.NEWEST, _ -> {});
  }

  /**
   * The same that understands up to a version.
   *
   * @param onRaise told the cluster's version when that was raised, by the thread that applies
   */
  LedgerMachine(int eventsMax, Runnable afterBatch, int newest, IntConsumer onRaise) {
    ring = new EventRing(eventsMax);
    this.afterBatch = afterBatch;
    this.newest = newest;
    this.onRaise = onRaise;
  }

  /** Applies one line of the log. Who waits for events is woken by the next {@link #finish}. */
  Outcome apply(byte[] bytes) throws CorruptException {
    var entry = EntryCodec.entry(bytes);
    check(entry.command().version());
    var answer = ledger.apply(entry);
    answer.events().forEach(ring::append);
    noteVersion();
    return answer.outcome();
  }

  private void check(int written) throws CorruptException {
    if (written > newest) {
      throw CorruptException.tooNew(written, newest);
    }
  }

  private void noteVersion() {
    int now = ledger.version();
    if (now != version) {
      version = now;
      onRaise.accept(now);
    }
  }

  /** The version that the cluster is at. */
  int version() {
    return version;
  }

  /** The newest version that this member understands. */
  int newest() {
    return newest;
  }

  /** Ends a batch: those who wait for events or deadlines look again. */
  void finish() {
    ring.wake();
    afterBatch.run();
  }

  /** The state and the newest events, for the thread that applies. */
  Snapshot save() {
    return new Snapshot(ledger.save(), ring.events());
  }

  /** Goes on from a snapshot, for the thread that applies. */
  void restore(Snapshot snapshot) throws CorruptException {
    check(snapshot.state().version());
    ledger = Ledger.restore(snapshot.state());
    noteVersion();
    ring.reset(snapshot.events(), snapshot.state().sequence());
    afterBatch.run();
  }

  @Override
  public View view() {
    return ledger.view();
  }

  @Override
  public List<Event> after(long sequence, int eventsMax, long waitMillisMax)
      throws GapException, InterruptedException {
    return ring.after(sequence, view().sequence(), eventsMax, waitMillisMax);
  }
}
