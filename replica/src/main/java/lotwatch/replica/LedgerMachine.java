package lotwatch.replica;

import java.util.List;
import lotwatch.ledger.Event;
import lotwatch.ledger.Journal;
import lotwatch.ledger.Ledger;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Picture;
import lotwatch.wire.CorruptException;
import lotwatch.wire.EntryCodec;
import lotwatch.wire.Snapshot;

/**
 * The ledger, driven by the log: one thread applies and restores, any thread reads the picture and
 * the events.
 */
final class LedgerMachine implements Journal {
  private final EventRing ring;
  private final Runnable afterBatch;
  private volatile Ledger ledger = new Ledger();

  /**
   * @param afterBatch told after each batch of entries, when deadlines may have changed
   */
  LedgerMachine(int eventsMax, Runnable afterBatch) {
    ring = new EventRing(eventsMax);
    this.afterBatch = afterBatch;
  }

  /** Applies one line of the log. Who waits for events is woken by the next {@link #finish}. */
  Outcome apply(byte[] bytes) throws CorruptException {
    var answer = ledger.apply(EntryCodec.entry(bytes));
    answer.events().forEach(ring::append);
    return answer.outcome();
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
  void restore(Snapshot snapshot) {
    ledger = Ledger.restore(snapshot.state());
    ring.reset(snapshot.events(), snapshot.state().sequence());
    afterBatch.run();
  }

  @Override
  public Picture picture() {
    return ledger.picture();
  }

  @Override
  public List<Event> after(long sequence, int eventsMax, long waitMillisMax)
      throws GapException, InterruptedException {
    return ring.after(sequence, picture().sequence(), eventsMax, waitMillisMax);
  }
}
