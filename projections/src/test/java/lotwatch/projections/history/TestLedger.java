package lotwatch.projections.history;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import lotwatch.ledger.Command;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Event;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Ledger;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotCommand.OpenLot;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.SessionCommand.See;
import lotwatch.ledger.View;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import org.jspecify.annotations.Nullable;

/** The real ledger in memory, which forgets events when a test says so, and whose time it sets. */
final class TestLedger implements Inbox, EventLog {
  static final String HISTORY = "00112233445566778899aabbccddeeff";
  static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");

  private final Ledger ledger = new Ledger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition happened = lock.newCondition();
  private final List<Event> events = new ArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private long oldest = 1;
  private Instant now = NOON;

  TestLedger(String history) {
    submit(new Command.RaiseVersion(5, history), null);
  }

  TestLedger() {
    this(HISTORY);
  }

  /** Its clock. */
  InstantSource clock() {
    return () -> now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** Events up to this one are gone. */
  void forget(long sequence) {
    lock.lock();
    try {
      oldest = sequence + 1;
    } finally {
      lock.unlock();
    }
  }

  List<Event> events() {
    lock.lock();
    try {
      return List.copyOf(events);
    } finally {
      lock.unlock();
    }
  }

  void open(String lot, int capacity) {
    submit(new OpenLot(new LotId(lot), lot, capacity, List.of()), null);
    submit(new LotCommand.SetCount(new LotId(lot), 0), null);
  }

  void count(String lot, int cars) {
    submit(new LotCommand.Count(new LotId(lot), cars), null);
  }

  /** A car is seen at a lot. */
  void see(String plate, String lot, Status status, Instant at) {
    var id = plate + "-" + status + "-" + at.getEpochSecond();
    submit(
        new See(List.of(new Sighting(id, new SessionKey(plate, lot), status, at.getEpochSecond()))),
        null);
  }

  @Override
  public Outcome submit(Command command, @Nullable RequestId request) {
    lock.lock();
    try {
      var answer = ledger.apply(new Entry(now, request, command));
      events.addAll(answer.events());
      happened.signalAll();
      listeners.forEach(Runnable::run);
      return answer.outcome();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public View view() {
    return ledger.view();
  }

  @Override
  public long oldest() {
    lock.lock();
    try {
      return oldest;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Event> after(long sequence, int eventsMax, long waitMillisMax)
      throws GapException, InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(waitMillisMax);
    lock.lockInterruptibly();
    try {
      while (events.size() == sequence && left > 0) {
        left = happened.awaitNanos(left);
      }
      if (sequence > events.size() || sequence + 1 < oldest) {
        throw new GapException("asked after %d, kept from %d".formatted(sequence, oldest));
      }
      int from = Math.toIntExact(sequence);
      return List.copyOf(events.subList(from, Math.min(from + eventsMax, events.size())));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Listening listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
