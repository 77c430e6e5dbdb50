package lotwatch.recordings.work;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.RecordingCommand.GiveUp;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.View;
import lotwatch.ledger.WorkCommand;
import lotwatch.wire.recordings.Waiting;

/**
 * Ends, on the node that leads, recordings whose work nobody who is there can do, when they have
 * waited for too long: whoever asked for them learns why. A new leader begins to count anew.
 */
public final class WaitLimit implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("lotwatch.recordings");
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private final Inbox inbox;
  private final Supplier<View> view;
  private final BooleanSupplier isLeading;
  private final Duration max;
  private final LongSupplier nanos;
  private final Thread thread;
  private volatile boolean closed;

  /** Since when each waits. */
  private final Map<String, Long> since = new HashMap<>();

  /**
   * @param view what is so now
   * @param isLeading whether this node leads
   * @param max how long one may wait; zero for ever
   */
  public WaitLimit(Inbox inbox, Supplier<View> view, BooleanSupplier isLeading, Duration max) {
    this(inbox, view, isLeading, max, System::nanoTime);
  }

  WaitLimit(
      Inbox inbox,
      Supplier<View> view,
      BooleanSupplier isLeading,
      Duration max,
      LongSupplier nanos) {
    this.inbox = inbox;
    this.view = view;
    this.isLeading = isLeading;
    this.max = max;
    this.nanos = nanos;
    thread = Thread.ofPlatform().daemon().name("recordings that wait").unstarted(this::run);
  }

  /** Begins to look. */
  public void begin() {
    if (!max.isZero()) {
      thread.start();
    }
  }

  private void run() {
    while (!closed) {
      try {
        look();
      } catch (UnavailableException _) {
        // who leads next looks next
      } catch (RuntimeException e) { // without it some would wait for ever
        LOG.log(WARNING, "recordings that wait cannot be looked at now", e);
      }
      LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
    }
  }

  /** Looks once. */
  void look() throws UnavailableException {
    if (!isLeading.getAsBoolean()) {
      since.clear();
      return;
    }
    var now = view.get();
    var waiting = new HashSet<String>();
    for (var recording : now.recordings()) {
      var what = Waiting.of(recording, now);
      if (what != null && what.kind() == Waiting.Kind.WORKER) {
        waiting.add(recording.id());
        var begun = since.computeIfAbsent(recording.id(), _ -> nanos.getAsLong());
        if (nanos.getAsLong() - begun >= max.toNanos()) {
          inbox.submit(new GiveUp(recording.id(), reason(what)), null);
        }
      }
    }
    since.keySet().retainAll(waiting);
  }

  private String reason(Waiting what) {
    var text = "waited %d s for a worker: %s".formatted(max.toSeconds(), what.reason());
    return text.substring(0, Math.min(text.length(), WorkCommand.REASON_LENGTH_MAX));
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
