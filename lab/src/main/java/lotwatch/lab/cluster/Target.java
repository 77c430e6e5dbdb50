package lotwatch.lab.cluster;

import lotwatch.ledger.Command;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Plate;
import lotwatch.ledger.UnavailableException;

/** One client's way to whatever takes reservations; used by one thread at a time. */
public interface Target extends AutoCloseable {
  /**
   * Reserves a place; returns when that is on disk.
   *
   * @throws FailedException if it was refused, or nobody can say
   */
  void reserve(int lot, String plate) throws FailedException;

  /**
   * Gives the place back; returns when that is on disk.
   *
   * @throws FailedException if it was refused, or nobody can say
   */
  void cancel(int lot, String plate) throws FailedException;

  @Override
  default void close() {}

  /** What each client gets its way from. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens the way of one client.
     *
     * @param client counted from 0
     * @throws FailedException if there is none
     */
    Target open(int client) throws FailedException;
  }

  /** It was not done, or nobody can say. */
  final class FailedException extends Exception {
    private static final long serialVersionUID = 1;

    public FailedException(String message) {
      super(message);
    }

    public FailedException(Exception why) {
      super(why.toString(), why);
    }
  }

  /** Our own ledger. */
  static Target of(Inbox inbox) {
    return new Target() {
      @Override
      public void reserve(int lot, String plate) throws FailedException {
        submit(new LotCommand.Reserve(lotId(lot), new Plate(plate)));
      }

      @Override
      public void cancel(int lot, String plate) throws FailedException {
        submit(new LotCommand.Cancel(lotId(lot), new Plate(plate)));
      }

      private void submit(Command command) throws FailedException {
        try {
          if (inbox.submit(command, null) instanceof Outcome.Rejected refused) {
            throw new FailedException(refused.reason() + ": " + refused.detail());
          }
        } catch (UnavailableException e) {
          throw new FailedException(e);
        }
      }
    };
  }

  /** What our own ledger calls a lot. */
  static LotId lotId(int lot) {
    return new LotId("load" + lot);
  }
}
