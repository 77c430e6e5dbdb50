package lotwatch.replica;

import static java.lang.System.Logger.Level.ERROR;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.Forwarded.MovedException;

/**
 * A command between its proposal and its answer. It is told once, and keeps its place until the
 * Raft library is done with it: who gives up waiting makes no room for more.
 */
final class Pending {
  /** Who is told how it ends. */
  interface Asker extends Inbox.Answer {
    /** This node does not lead any more. */
    void moved(MovedException why);
  }

  private static final System.Logger LOG = System.getLogger("lotwatch.replica");

  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean told = new AtomicBoolean();
  private final Semaphore places;
  private final Asker asker;

  /**
   * @param places gets a place back when this ends
   */
  Pending(Semaphore places, Asker asker) {
    this.places = places;
    this.asker = asker;
  }

  /** It was committed and applied. */
  void answer(Outcome outcome) {
    end(() -> asker.committed(outcome));
  }

  /** It was not, or nobody can say. */
  void fail(String why, boolean mayBeApplied) {
    end(() -> asker.unavailable(new UnavailableException(why, mayBeApplied)));
  }

  /** This node does not lead any more. */
  void move(String why, boolean mayBeApplied) {
    end(() -> asker.moved(new MovedException(why, mayBeApplied)));
  }

  /** Nobody waits any longer. */
  void giveUp(String why) {
    tell(() -> asker.unavailable(new UnavailableException(why, true)));
  }

  boolean isTold() {
    return told.get();
  }

  private void end(Runnable telling) {
    if (!ended.getAndSet(true)) {
      places.release();
    }
    tell(telling);
  }

  /**
   * Any thread may tell: the one that applies, the library's, {@link Overdue}, or the one that
   * proposes. It goes on, whatever the asker does.
   */
  private void tell(Runnable telling) {
    if (told.getAndSet(true)) {
      return;
    }
    try {
      telling.run();
    } catch (RuntimeException e) {
      LOG.log(ERROR, "who asked could not be told what became of a command", e);
    }
  }
}
