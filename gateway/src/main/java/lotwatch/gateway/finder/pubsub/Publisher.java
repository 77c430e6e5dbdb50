package lotwatch.gateway.finder.pubsub;

import java.util.ArrayList;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.EventLog.GapException;

/** Reads the event log and tells the subscriptions; waits for none of them. */
final class Publisher implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Publisher.class.getName());
  private static final int BATCH_MAX = 256;
  private static final long WAIT_MILLIS = 1_000;

  private final EventLog eventLog;
  private final Subscriptions subscriptions;
  private final Thread thread;

  /**
   * @param sequence the last event that needs not be told
   */
  Publisher(EventLog eventLog, Subscriptions subscriptions, long sequence) {
    this.eventLog = eventLog;
    this.subscriptions = subscriptions;
    var free = new FreePlaces(eventLog.view(), sequence); // before anybody subscribes
    thread = Thread.ofVirtual().name("pubsub-publisher").start(() -> publish(sequence, free));
  }

  private void publish(long sequence, FreePlaces free) {
    long cursor = sequence;
    try {
      while (true) {
        try {
          var batch = eventLog.after(cursor, BATCH_MAX, WAIT_MILLIS);
          if (!batch.isEmpty()) {
            var changes = new ArrayList<Told>();
            batch.forEach(event -> free.change(event).ifPresent(changes::add));
            cursor = batch.getLast().sequence();
            subscriptions.tell(changes, cursor);
          }
        } catch (GapException _) {
          cursor = tellAnew(free);
        } catch (RuntimeException e) { // a fault of ours must not end all subscriptions
          LOG.log(System.Logger.Level.ERROR, "events after " + cursor + " cannot be told", e);
          cursor = tellAnew(free);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells what is so now, and from where to go on: what comes in between is told again. */
  private long tellAnew(FreePlaces free) {
    var view = eventLog.view();
    subscriptions.tell(free.changes(view), view.sequence());
    return view.sequence();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
