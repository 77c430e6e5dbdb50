package lotwatch.gateway.finder.pubsub;

import java.util.ArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.EventLog.GapException;

/**
 * Reads the event log and tells the subscriptions, in an event loop; waits for none of them. The
 * thread that applies the log only wakes it.
 */
final class Publisher implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Publisher.class.getName());
  private static final int BATCH_MAX = 256;

  private final EventLog eventLog;
  private final Subscriptions subscriptions;
  private final Executor loop;
  private final EventLog.Listening listening;
  private final AtomicBoolean due = new AtomicBoolean();

  /** Those two belong to the loop. */
  private final FreeCounts free;

  private long cursor;

  /**
   * @param loop does one task after the other
   * @param sequence the last event that needs not be told
   */
  Publisher(EventLog eventLog, Subscriptions subscriptions, Executor loop, long sequence) {
    this.eventLog = eventLog;
    this.subscriptions = subscriptions;
    this.loop = loop;
    free = new FreeCounts(eventLog.view(), sequence); // before anybody subscribes
    cursor = sequence;
    listening = eventLog.listen(this::wake);
    wake();
  }

  private void wake() {
    if (!due.getAndSet(true)) {
      try {
        loop.execute(this::publish);
      } catch (RejectedExecutionException _) {
        // the loop is closed, and every connection with it
      }
    }
  }

  /** Tells one batch; others have the loop before the next. */
  private void publish() {
    due.set(false);
    try {
      var batch = eventLog.after(cursor, BATCH_MAX, 0);
      if (!batch.isEmpty()) {
        var changes = new ArrayList<FreeChange>();
        batch.forEach(event -> free.change(event).ifPresent(changes::add));
        cursor = batch.getLast().sequence();
        subscriptions.tell(changes, cursor);
        wake();
      }
    } catch (GapException _) {
      tellAnew();
    } catch (RuntimeException e) { // a fault of ours must not end all subscriptions
      LOG.log(System.Logger.Level.ERROR, "events after " + cursor + " cannot be told", e);
      tellAnew();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells what is so now, and goes on from there: what comes in between is told again. */
  private void tellAnew() {
    var view = eventLog.view();
    subscriptions.tell(free.changes(view), view.sequence());
    cursor = view.sequence();
    wake();
  }

  @Override
  public void close() {
    listening.close();
  }
}
