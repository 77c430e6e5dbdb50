package lotwatch.gateway.finder.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import lotwatch.gateway.net.Output;
import lotwatch.ledger.Event;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.EventLog.GapException;
import lotwatch.ledger.LotId;
import org.jspecify.annotations.Nullable;

/**
 * A subscription with a name: it is told every change of its lots after the position of that name,
 * in order, and stops while too much of that is not acknowledged. A thread of its own reads the
 * event log, since the events may be on disk; the connection's thread writes what it found.
 */
final class NamedSubscription {
  private static final System.Logger LOG = System.getLogger(NamedSubscription.class.getName());

  /** Events that one was told, or will be next, and did not acknowledge. */
  static final int UNACKNOWLEDGED_MAX = 1_000;

  /** Events of other lots, after which the position goes on without an acknowledgement. */
  static final int SKIPPED_MAX = 10_000;

  private static final int BATCH_MAX = 256;

  /** How often to look whether another connection has taken the name over. */
  private static final long LOOK_MILLIS = 1_000;

  private final long id;
  private final Terms terms;
  private final EventLog eventLog;
  private final Runnable wake;
  private final Skip skip;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Item> unsent = new ArrayDeque<>();
  private final ArrayDeque<Long> unacknowledged = new ArrayDeque<>();
  private FreeCounts free = new FreeCounts();
  private long cursor;
  private @Nullable String end;
  private boolean endTold;
  private volatile @Nullable Thread reader;

  /**
   * What was subscribed to.
   *
   * @param connection by which the ledger knows the holder of the name
   */
  record Terms(String name, String connection, Set<LotId> lots, ZoneId zone) {
    Terms {
      lots = Set.copyOf(lots);
    }
  }

  /** Moves the position on over events that it need not be told. */
  @FunctionalInterface
  interface Skip {
    /** May fail: it is tried again. */
    void to(long sequence);
  }

  private static final class Item {
    private final long sequence;
    private final byte[] body;

    Item(long sequence, byte[] body) {
      this.sequence = sequence;
      this.body = body;
    }
  }

  /**
   * @param position the last event that it does not want
   * @param wake is called when there is something to send
   */
  NamedSubscription(
      long id, Terms terms, EventLog eventLog, long position, Runnable wake, Skip skip) {
    this.id = id;
    this.terms = terms;
    this.eventLog = eventLog;
    this.wake = wake;
    this.skip = skip;
    cursor = position;
  }

  void start() {
    reader = Thread.ofVirtual().name("pubsub-named-" + id).start(this::run);
  }

  long id() {
    return id;
  }

  String name() {
    return terms.name();
  }

  String connection() {
    return terms.connection();
  }

  private void run() {
    try {
      while (true) {
        int space = awaitSpace();
        if (!isHeld()) {
          return;
        }
        skipOver();
        if (space > 0) {
          read(Math.min(BATCH_MAX, space));
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // it is closed
    } catch (RuntimeException e) { // a fault of ours must not look like silence
      LOG.log(System.Logger.Level.ERROR, "a named subscription failed", e);
      end("FAILED");
    }
  }

  /** How many events it may be told now; 0 if none after a while. */
  private int awaitSpace() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = MILLISECONDS.toNanos(LOOK_MILLIS);
      while (unacknowledged.size() >= UNACKNOWLEDGED_MAX && left > 0) {
        left = changed.awaitNanos(left);
      }
      return UNACKNOWLEDGED_MAX - unacknowledged.size();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the name is still its own; it ends if it is not. */
  private boolean isHeld() {
    var position = eventLog.view().position(terms.name());
    if (position != null && position.isHeldBy(terms.connection())) {
      return true;
    }
    end(position == null ? "FORGOTTEN" : "TAKEN");
    return false;
  }

  /** Moves the position on where nothing was to be told. */
  private void skipOver() throws InterruptedException {
    var position = eventLog.view().position(terms.name());
    lock.lockInterruptibly();
    long to;
    try {
      to = end == null && unacknowledged.isEmpty() ? cursor : 0;
    } finally {
      lock.unlock();
    }
    if (position != null && to - position.sequence() >= SKIPPED_MAX) {
      skip.to(to);
    }
  }

  private void read(int eventsMax) throws InterruptedException {
    long after = cursor();
    try {
      var batch = eventLog.after(after, eventsMax, LOOK_MILLIS);
      if (isHeld()) { // what happened since another connection took the name over is told to that
        // one
        offer(after, batch);
      }
    } catch (GapException _) {
      offerGap(after, eventLog.oldest() - 1);
    }
  }

  private long cursor() {
    lock.lock();
    try {
      return cursor;
    } finally {
      lock.unlock();
    }
  }

  private void offer(long after, List<Event> batch) {
    boolean more;
    lock.lock();
    try {
      if (cursor != after) {
        return; // acknowledged ahead meanwhile: read on from there
      }
      for (var event : batch) {
        cursor = event.sequence();
        free.change(event)
            .filter(told -> terms.lots().contains(told.lot()))
            .ifPresent(told -> add(told.sequence(), told.body(terms.zone(), true)));
      }
      more = !unsent.isEmpty();
    } finally {
      lock.unlock();
    }
    if (more) {
      wake.run();
    }
  }

  private void add(long sequence, byte[] body) {
    unsent.add(new Item(sequence, body));
    unacknowledged.add(sequence);
  }

  /** Tells how many events are kept no more; they are to be acknowledged as events are. */
  private void offerGap(long after, long lost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = MILLISECONDS.toNanos(LOOK_MILLIS);
      while (lost <= after && cursor == after && left > 0) {
        left = changed.awaitNanos(left); // of the future: this node is behind
      }
      if (lost > after && cursor == after) {
        var gap = "GAP %s %d %d".formatted(terms.name(), lost - after, lost);
        add(lost, gap.getBytes(UTF_8));
        goOnAfter(lost);
      }
    } finally {
      lock.unlock();
    }
    wake.run();
  }

  /** What was so before does not count any more: the next event of each lot is a change. */
  private void goOnAfter(long sequence) {
    cursor = sequence;
    free = new FreeCounts();
  }

  /** Up to where the position may go when its holder acknowledges an event. */
  long upTo(long sequence) {
    lock.lock();
    try {
      boolean all = unacknowledged.isEmpty() || sequence >= unacknowledged.getLast();
      return all ? Math.max(sequence, cursor) : sequence;
    } finally {
      lock.unlock();
    }
  }

  /** The position is here: what is before it is not told any more. */
  void acknowledged(long position) {
    lock.lock();
    try {
      unsent.removeIf(item -> item.sequence <= position);
      unacknowledged.removeIf(sequence -> sequence <= position);
      if (position > cursor) {
        goOnAfter(position); // what an earlier connection was told
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes what waits, and at last that it has ended: it is closed then.
   *
   * @return whether there is more, for which there was no room
   */
  boolean tell(Output out) {
    lock.lock();
    try {
      while (!unsent.isEmpty() && end == null) {
        if (out.isFull()) {
          return true;
        }
        out.frame(unsent.remove().body);
      }
      if (end != null) {
        out.frame("ENDED %s %s".formatted(terms.name(), end).getBytes(UTF_8));
        endTold = true;
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Ends it and tells why, in one word. */
  void end(String why) {
    lock.lock();
    try {
      if (end == null) {
        end = why;
      }
    } finally {
      lock.unlock();
    }
    wake.run();
  }

  /** Whether it was told that it has ended. */
  boolean isOver() {
    lock.lock();
    try {
      return endTold;
    } finally {
      lock.unlock();
    }
  }

  /** Ends it; the connection is gone, or has unsubscribed. */
  void close() {
    var thread = reader;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
