package lotwatch.gateway;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import lotwatch.gateway.auth.Audit;
import lotwatch.gateway.auth.Authorizer;
import lotwatch.gateway.auth.Gate;
import lotwatch.ledger.CameraCommand.Observe;
import lotwatch.ledger.CameraCommand.PlaceCamera;
import lotwatch.ledger.CameraCommand.Sighting;
import lotwatch.ledger.CameraId;
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
import lotwatch.ledger.SpotId;
import lotwatch.ledger.View;
import lotwatch.ledger.Visibility;
import lotwatch.ledger.Watch;
import lotwatch.ledger.Watch.Corner;
import org.jspecify.annotations.Nullable;

/** The real ledger with its inbox and its event log in memory: a node without a disk. */
public final class MemoryLedger implements Inbox, EventLog {
  private static final int PATIENCE_MILLIS = 120_000;

  private final Ledger ledger = new Ledger();
  private final InstantSource clock;
  private final int keptMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition happened = lock.newCondition();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ArrayDeque<Event> kept = new ArrayDeque<>();

  /** A house that keeps plenty of events. */
  public MemoryLedger(InstantSource clock) {
    this(clock, 100_000);
  }

  /** A house that keeps so many events. */
  public MemoryLedger(InstantSource clock, int keptMax) {
    this.clock = clock;
    this.keptMax = keptMax;
  }

  /** Waits until it is so; fails when it never is. */
  public static void await(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still not: " + what);
      }
      LockSupport.parkNanos(MILLISECONDS.toNanos(1));
    }
  }

  @Override
  public Outcome submit(Command command, @Nullable RequestId request) {
    lock.lock();
    try {
      var answer = ledger.apply(new Entry(clock.instant(), request, command));
      kept.addAll(answer.events());
      while (kept.size() > keptMax) {
        kept.removeFirst();
      }
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
      return kept.isEmpty() ? last() + 1 : kept.getFirst().sequence();
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
      while (last() == sequence && left > 0) {
        left = happened.awaitNanos(left);
      }
      long first = kept.isEmpty() ? last() + 1 : kept.getFirst().sequence();
      if (sequence > last() || sequence + 1 < first) {
        throw new GapException("asked after %d, kept %d..%d".formatted(sequence, first, last()));
      }
      var events = new ArrayList<Event>();
      var newestFirst = kept.descendingIterator();
      while (newestFirst.hasNext()) {
        Event event = newestFirst.next();
        if (event.sequence() <= sequence) {
          break;
        }
        events.add(event);
      }
      var inOrder = events.reversed();
      return List.copyOf(inOrder.subList(0, Math.min(eventsMax, inOrder.size())));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Listening listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private long last() {
    return ledger.view().sequence();
  }

  /** Lets everybody through to it, and keeps no record. */
  public Gate gate() {
    return new Gate(this, Authorizer.EVERYBODY, Audit.NONE);
  }

  /** Opens a lot in which cars are counted, and says that it is empty. */
  public void openCounted(String lot, int capacity) {
    submit(new OpenLot(new LotId(lot), lot + " lot", capacity, List.of()), null);
    submit(new LotCommand.SetCount(new LotId(lot), 0), null);
  }

  /** Opens a lot of spots 1, 2, 3 ... side by side, all watched by one camera. */
  public void openWatched(String lot, String camera, int spots) {
    var ids = IntStream.rangeClosed(1, spots).mapToObj(i -> new SpotId("" + i)).toList();
    submit(new OpenLot(new LotId(lot), lot + " lot", spots, ids), null);
    var watches =
        IntStream.range(0, spots)
            .mapToObj(i -> new Watch(new LotId(lot), ids.get(i), square(i, spots)))
            .toList();
    submit(new PlaceCamera(new CameraId(camera), watches), null);
  }

  /** One frame in which each of the camera's spots 1, 2, 3 ... looks occupied or not. */
  public void see(String camera, Instant at, boolean... occupied) {
    var sightings =
        IntStream.range(0, occupied.length)
            .mapToObj(i -> new Sighting(new SpotId("" + (i + 1)), occupied[i] ? 0.98 : 0.02))
            .toList();
    submit(new Observe(new CameraId(camera), at, Visibility.CLEAR, sightings), null);
  }

  /** A car came to a counted lot. */
  public void count(String lot) {
    submit(new LotCommand.Count(new LotId(lot), 1), null);
  }

  private static List<Corner> square(int i, int of) {
    double left = (double) i / of;
    double right = left + 0.9 / of;
    return List.of(
        new Corner(left, 0.4),
        new Corner(right, 0.4),
        new Corner(right, 0.7),
        new Corner(left, 0.7));
  }
}
