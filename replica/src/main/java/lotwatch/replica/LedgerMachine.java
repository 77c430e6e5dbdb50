package lotwatch.replica;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
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
import org.jspecify.annotations.Nullable;

/**
 * The ledger, driven by the log: one thread applies and restores, any thread reads the view and the
 * events.
 */
final class LedgerMachine implements EventLog, AutoCloseable {
  private static final EventStore NOTHING_ON_DISK = new EventStore(Path.of("events"), 0);

  private final KeptEvents events;
  private final Runnable afterBatch;
  private final int newest;
  private final IntConsumer onRaise;
  private volatile Ledger ledger = new Ledger();
  private volatile int version = Versions.FIRST;
  private volatile Instant time = Instant.MIN;

  /**
   * @param afterBatch told after each batch of entries, when deadlines may have changed
   */
  LedgerMachine(int eventsMax, Runnable afterBatch) {
    this(eventsMax, NOTHING_ON_DISK, afterBatch, Versions.NEWEST, _ -> {});
  }

  /**
   * The same that understands up to a version.
   *
   * @param disk where events are kept for consumers
   * @param onRaise told the cluster's version when that was raised, by the thread that applies
   */
  LedgerMachine(
      int eventsMax, EventStore disk, Runnable afterBatch, int newest, IntConsumer onRaise) {
    events = new KeptEvents(new EventRing(eventsMax), disk, () -> view().positions());
    this.afterBatch = afterBatch;
    this.newest = newest;
    this.onRaise = onRaise;
  }

  /** Applies one line of the log. Who waits for events is woken by the next {@link #finish}. */
  Outcome apply(byte[] bytes) throws CorruptException {
    var entry = EntryCodec.entry(bytes);
    check(entry.version());
    reach(entry.at());
    var answer = ledger.apply(entry);
    answer.events().forEach(events::append);
    events.keepAfter(ledger.lowestPosition());
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

  private void reach(Instant at) {
    if (at.isAfter(time)) {
      time = at;
    }
  }

  /** The newest time that was applied; the first there is if none was. */
  Instant time() {
    return time;
  }

  /** The version that the cluster is at. */
  int version() {
    return version;
  }

  /** The newest version that this node understands. */
  int newest() {
    return newest;
  }

  /** Ends a batch: those who wait for events or deadlines look again. */
  void finish() {
    events.finish();
    afterBatch.run();
  }

  /** The state and the newest events, for the thread that applies. */
  Snapshot save() {
    return new Snapshot(ledger.save(), events.newest());
  }

  /** Links the events on disk into the folder of a snapshot, for the thread that applies. */
  List<Path> linkEvents(Path snapshot) throws IOException {
    return events.link(snapshot);
  }

  /**
   * Goes on from a snapshot, for the thread that applies.
   *
   * @param folder has the snapshot's events on disk; null if it has none
   */
  void restore(Snapshot snapshot, @Nullable Path folder) throws CorruptException {
    check(snapshot.state().version());
    ledger = Ledger.restore(snapshot.state());
    noteVersion();
    reach(snapshot.state().clock());
    events.reset(snapshot.events(), snapshot.state().sequence(), ledger.lowestPosition(), folder);
    afterBatch.run();
  }

  /** What is kept for readers. */
  KeptEvents events() {
    return events;
  }

  @Override
  public long oldest() {
    return events.oldest();
  }

  @Override
  public void close() throws IOException {
    events.close();
  }

  @Override
  public View view() {
    return ledger.view();
  }

  @Override
  public List<Event> after(long sequence, int eventsMax, long waitMillisMax)
      throws GapException, InterruptedException {
    return events.after(sequence, view().sequence(), eventsMax, waitMillisMax);
  }

  @Override
  public Listening listen(Runnable listener) {
    return events.listen(listener);
  }
}
