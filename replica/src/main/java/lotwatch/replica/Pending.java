package lotwatch.replica;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.Forwarded.MovedException;
import org.jspecify.annotations.Nullable;

/** A command between its proposal and its answer. */
final class Pending {
  private sealed interface End {}

  private record Answered(Outcome outcome) implements End {}

  private record Failed(String why, boolean mayBeApplied) implements End {}

  private record Moved(String why, boolean mayBeApplied) implements End {}

  private final AtomicReference<@Nullable End> end = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Semaphore places;

  /**
   * @param places gets a place back when this ends
   */
  Pending(Semaphore places) {
    this.places = places;
  }

  /** It was committed and applied. */
  void answer(Outcome outcome) {
    end(new Answered(outcome));
  }

  /** It was not, or nobody can say. */
  void fail(String why, boolean mayBeApplied) {
    end(new Failed(why, mayBeApplied));
  }

  /** This member does not lead any more. */
  void move(String why, boolean mayBeApplied) {
    end(new Moved(why, mayBeApplied));
  }

  private void end(End how) {
    if (end.compareAndSet(null, how)) {
      places.release();
      ended.countDown();
    }
  }

  /** Waits for the end. */
  Outcome await(Duration waitMax) throws UnavailableException, MovedException {
    try {
      if (!ended.await(waitMax.toNanos(), NANOSECONDS)) {
        throw new UnavailableException("no answer in %d ms".formatted(waitMax.toMillis()), true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while waiting for the answer", true);
    }
    return switch (requireNonNull(end.get())) {
      case Answered answered -> answered.outcome();
      case Failed failed -> throw new UnavailableException(failed.why(), failed.mayBeApplied());
      case Moved moved -> throw new MovedException(moved.why(), moved.mayBeApplied());
    };
  }
}
