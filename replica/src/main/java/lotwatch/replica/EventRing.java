package lotwatch.replica;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReferenceArray;
import lotwatch.ledger.Event;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.EventLog.GapException;

/**
 * The newest events, for any number of readers. One thread writes; readers take no lock: a slot
 * tells by its event's own number whether it was overwritten meanwhile. Waiting readers of one turn
 * share one latch, so that waking them costs the writer the same for one as for thousands.
 */
final class EventRing {
  private final AtomicReferenceArray<Event> slots;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile long first = 1;
  private volatile long last;
  private volatile CountDownLatch turn = new CountDownLatch(1);

  EventRing(int eventsMax) {
    slots = new AtomicReferenceArray<>(eventsMax);
  }

  /** The oldest event that is kept. */
  long first() {
    return first;
  }

  /** How many events are kept. */
  int eventsMax() {
    return slots.length();
  }

  /** The newest event; 0 before the first. */
  long last() {
    return last;
  }

  /** Puts the next event in; readers see it, but those who wait sleep on until {@link #wake}. */
  void append(Event event) {
    long sequence = event.sequence();
    if (sequence != last + 1) {
      throw new IllegalStateException("event %d after event %d".formatted(sequence, last));
    }
    slots.set(slot(sequence), event);
    first = Math.max(first, sequence - slots.length() + 1);
    last = sequence;
  }

  /** Wakes all who wait or listen. */
  void wake() {
    var over = turn;
    turn = new CountDownLatch(1);
    over.countDown();
    listeners.forEach(Runnable::run);
  }

  /** See {@link EventLog#listen}. */
  EventLog.Listening listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Begins anew with these events, of which the last has this sequence. */
  void reset(List<Event> events, long sequence) {
    int kept = Math.min(events.size(), slots.length());
    first = Long.MAX_VALUE;
    last = sequence - kept;
    for (var event : events.subList(events.size() - kept, events.size())) {
      slots.set(slot(event.sequence()), event);
      last = event.sequence();
    }
    first = sequence - kept + 1;
    wake();
  }

  /** All events that are kept, in order. For the writing thread. */
  List<Event> events() {
    var events = new ArrayList<Event>();
    for (long sequence = first; sequence <= last; sequence++) {
      events.add(slots.get(slot(sequence)));
    }
    return events;
  }

  /**
   * See {@link EventLog#after}.
   *
   * @param known the newest event that anybody can know of
   */
  List<Event> after(long sequence, long known, int eventsMax, long waitMillisMax)
      throws GapException, InterruptedException {
    long deadline = System.nanoTime() + waitMillisMax * 1_000_000;
    while (true) {
      var mine = turn;
      long newest = last;
      if (sequence < first - 1) {
        throw gap(sequence);
      }
      if (sequence > Math.max(newest, known)) {
        throw new GapException(
            "event %d is of the future, the newest is %d".formatted(sequence, newest));
      }
      if (sequence < newest) {
        return copy(sequence, (int) Math.min(eventsMax, newest - sequence));
      }
      if (!mine.await(deadline - System.nanoTime(), NANOSECONDS)) {
        return List.of();
      }
    }
  }

  private List<Event> copy(long sequence, int count) throws GapException {
    var events = new ArrayList<Event>(count);
    for (long next = sequence + 1; next <= sequence + count; next++) {
      var event = slots.get(slot(next));
      if (event == null || event.sequence() != next) {
        throw gap(sequence);
      }
      events.add(event);
    }
    return events;
  }

  private GapException gap(long sequence) {
    return new GapException(
        "events after %d are no longer kept, the oldest is %d".formatted(sequence, first));
  }

  private int slot(long sequence) {
    return (int) (sequence % slots.length());
  }
}
