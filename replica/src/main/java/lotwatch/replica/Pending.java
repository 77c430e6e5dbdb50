package lotwatch.replica;

import static java.lang.System.Logger.Level.ERROR;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.Forwarded.MovedException;

/** A command between its proposal and its answer. It ends once: by an answer, or by time. */
final class Pending {
  /** Who is told how it ends. */
  interface Asker extends Inbox.Answer {
    /** This member does not lead any more. */
    void moved(MovedException why);
  }

  private static final System.Logger LOG = System.getLogger("lotwatch.replica");

  private final AtomicBoolean ended = new AtomicBoolean();
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

  /** This member does not lead any more. */
  void move(String why, boolean mayBeApplied) {
    end(() -> asker.moved(new MovedException(why, mayBeApplied)));
  }

  boolean hasEnded() {
    return ended.get();
  }

  /** Who tells is the thread that applies: it goes on, whatever the asker does. */
  private void end(Runnable told) {
    if (ended.getAndSet(true)) {
      return;
    }
    places.release();
    try {
      told.run();
    } catch (RuntimeException e) {
      LOG.log(ERROR, "who asked could not be told what became of a command", e);
    }
  }
}
