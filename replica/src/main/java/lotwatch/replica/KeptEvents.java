package lotwatch.replica;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import lotwatch.ledger.Event;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.EventLog.GapException;
import lotwatch.ledger.PositionState;
import lotwatch.wire.CorruptException;
import org.jspecify.annotations.Nullable;

/**
 * The events that can still be read: the newest in memory, and on disk those that the slowest
 * consumer has not acknowledged. The disk failing or being full stops nobody but consumers that are
 * further behind than the memory reaches. One thread writes, any thread reads.
 */
public final class KeptEvents implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("lotwatch.replica");

  /** Between two tries to write again. */
  private static final Duration RETRY_EVERY = Duration.ofSeconds(1);

  private final EventRing ring;
  private final EventStore store;
  private final Supplier<Collection<PositionState>> positions;
  private final Set<String> told = new HashSet<>();
  private OptionalLong lowest = OptionalLong.empty();
  private long retryNanos;
  private long oldestChecked;
  private volatile boolean degraded;

  /** Held while other events take the place of all: readers must not take that for a gap. */
  private final ReentrantLock replacing = new ReentrantLock();

  /**
   * @param positions how far each consumer is
   */
  KeptEvents(EventRing ring, EventStore store, Supplier<Collection<PositionState>> positions) {
    this.ring = ring;
    this.store = store;
    this.positions = positions;
  }

  /** Takes the next event; readers see it, but those who wait sleep on until {@link #finish}. */
  void append(Event event) {
    if (lowest.isPresent() && !degraded) {
      try {
        store.append(event);
        if (event.sequence() - store.last() >= ring.eventsMax()) {
          store.flush(); // before the ring forgets it
        }
      } catch (IOException e) {
        degrade(e);
      }
    }
    ring.append(event);
  }

  /**
   * The slowest consumer is here now; empty if there is none. Comes after the events of a command.
   */
  void keepAfter(OptionalLong position) {
    if (position.equals(lowest)) {
      return;
    }
    boolean begins =
        lowest.isEmpty() || position.isEmpty() || isInMemoryOnly(position.getAsLong() + 1);
    lowest = position;
    try {
      if (begins) {
        fill();
      } else {
        store.release(position.getAsLong());
      }
    } catch (IOException e) {
      degrade(e);
    }
  }

  /** Whether an event is in memory and older than all in files, all of which are then in both. */
  private boolean isInMemoryOnly(long sequence) {
    return sequence < store.first() && sequence >= ring.first();
  }

  /** Puts into files what is in memory only, or throws all files away if nobody needs them. */
  private void fill() throws IOException {
    if (lowest.isEmpty() || store.last() > ring.last()) {
      store.clear();
    }
    if (lowest.isEmpty()) {
      degraded = false; // nothing has to be kept
      return;
    }
    boolean goesOn = store.last() > 0 && store.last() + 1 >= ring.first();
    boolean memoryHasMore = ring.first() < store.first() && lowest.getAsLong() + 1 < store.first();
    if (!goesOn || memoryHasMore) {
      store.clear(); // what the slowest lost before it, the others need not lose as well
    }
    long from = store.last() > 0 ? store.last() : Math.max(lowest.getAsLong(), ring.first() - 1);
    for (var event : ring.events()) {
      if (event.sequence() > from) {
        store.append(event);
      }
    }
    store.flush();
  }

  /** Ends a batch: what was taken is in a file, and who waits looks again. */
  void finish() {
    if (lowest.isPresent()) {
      try {
        if (!degraded) {
          store.flush();
        } else if (System.nanoTime() - retryNanos > 0) {
          fill();
          degraded = false;
          LOG.log(INFO, "events are kept on disk for consumers again");
        }
      } catch (IOException e) {
        degrade(e);
      }
      tellLost();
    }
    ring.wake();
  }

  private void degrade(IOException e) {
    retryNanos = System.nanoTime() + RETRY_EVERY.toNanos();
    store.abandon();
    if (!degraded) {
      degraded = true;
      LOG.log(
          WARNING,
          "events cannot be kept on disk: consumers more than {0} events behind will miss some: {1}",
          Integer.toString(ring.eventsMax()),
          e);
    }
  }

  /** One line for each consumer that is too slow for what is kept. */
  private void tellLost() {
    long oldest = oldestNow();
    if (oldest == oldestChecked) {
      return;
    }
    oldestChecked = oldest;
    for (var position : positions.get()) {
      boolean lost = isLost(position, oldest);
      if (lost && told.add(position.name())) {
        LOG.log(
            WARNING,
            "the consumer {0} has events up to {1}, and the oldest that is kept is {2}: it is too slow for events.disk-max, or the disk failed",
            position.name(),
            Long.toString(position.sequence()),
            Long.toString(oldest));
      } else if (!lost) {
        told.remove(position.name());
      }
    }
  }

  private static boolean isLost(PositionState position, long oldest) {
    return position.sequence() < oldest - 1;
  }

  /** The oldest event from which on all are kept. */
  long oldest() {
    replacing.lock();
    try {
      return oldestNow();
    } finally {
      replacing.unlock();
    }
  }

  private long oldestNow() {
    long inMemory = ring.first();
    long onDisk = store.first();
    return onDisk > 0 && onDisk < inMemory && store.last() >= inMemory - 1 ? onDisk : inMemory;
  }

  /** How many consumers have lost events that they did not acknowledge. */
  public int lostConsumers() {
    long oldest = oldest();
    return (int) positions.get().stream().filter(each -> isLost(each, oldest)).count();
  }

  /** Whether events cannot be written to disk, so that only the newest can be read. */
  public boolean degraded() {
    return degraded;
  }

  /** Bytes of the events on disk. */
  public long diskBytes() {
    return store.bytes();
  }

  /** See {@link EventLog#listen}. */
  EventLog.Listening listen(Runnable listener) {
    return ring.listen(listener);
  }

  /**
   * See {@link EventLog#after}.
   *
   * @param known the newest event that anybody can know of
   */
  List<Event> after(long sequence, long known, int eventsMax, long waitMillisMax)
      throws GapException, InterruptedException {
    try {
      return ring.after(sequence, known, eventsMax, waitMillisMax);
    } catch (GapException _) {
      var events = fromDisk(sequence, eventsMax);
      return events.isEmpty() ? afterReplacing(sequence, known, eventsMax) : events;
    }
  }

  private List<Event> afterReplacing(long sequence, long known, int eventsMax)
      throws GapException, InterruptedException {
    replacing.lockInterruptibly();
    try {
      var events = fromDisk(sequence, eventsMax);
      return events.isEmpty() ? ring.after(sequence, known, eventsMax, 0) : events;
    } catch (GapException gap) {
      long lost = oldest() - 1 - sequence;
      throw lost <= 0
          ? gap
          : new GapException(
              "%d events after %d are no longer kept, the oldest is %d"
                  .formatted(lost, sequence, oldest()));
    } finally {
      replacing.unlock();
    }
  }

  private List<Event> fromDisk(long sequence, int eventsMax) {
    try {
      return store.after(sequence, eventsMax);
    } catch (IOException | CorruptException _) {
      return List.of(); // given up meanwhile, or damaged: the reader is told of the gap
    }
  }

  /** The newest events, for a snapshot. For the writing thread. */
  List<Event> newest() {
    return ring.events();
  }

  /** Links the files into the folder of a snapshot. For the writing thread. */
  List<Path> link(Path to) throws IOException {
    try {
      return lowest.isEmpty() || degraded ? List.of() : store.link(to);
    } catch (IOException e) {
      degrade(e);
      throw e;
    }
  }

  /**
   * Begins anew with these events in memory, of which the last has this sequence, and with the
   * files of a snapshot.
   *
   * @param position where the slowest consumer is
   * @param folder of the snapshot; null leaves the files that there are
   */
  void reset(List<Event> events, long sequence, OptionalLong position, @Nullable Path folder) {
    replacing.lock();
    try {
      degraded = false;
      if (folder != null) {
        restore(folder);
      }
      ring.reset(events, sequence);
      lowest = position;
      fill();
    } catch (IOException e) {
      degrade(e);
    } finally {
      replacing.unlock();
    }
  }

  private void restore(Path folder) {
    try {
      store.restore(folder);
    } catch (IOException e) {
      degrade(e);
    }
  }

  /** Lets the files go; what is not in them yet is in the log. */
  @Override
  public void close() throws IOException {
    store.close();
  }
}
