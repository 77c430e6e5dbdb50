package lotwatch.replica;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.Forwarded.MovedException;
import org.jspecify.annotations.Nullable;

/** The end of a command, for a thread that waits for it. */
final class Awaited implements Pending.Asker {
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Outcome outcome;
  private volatile @Nullable UnavailableException unavailable;
  private volatile @Nullable MovedException moved;

  @Override
  public void committed(Outcome outcome) {
    this.outcome = outcome;
    ended.countDown();
  }

  @Override
  public void unavailable(UnavailableException why) {
    unavailable = why;
    ended.countDown();
  }

  @Override
  public void moved(MovedException why) {
    moved = why;
    ended.countDown();
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
    if (unavailable != null) {
      throw unavailable;
    }
    if (moved != null) {
      throw moved;
    }
    return requireNonNull(outcome);
  }
}
