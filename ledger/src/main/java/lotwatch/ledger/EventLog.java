package lotwatch.ledger;

import java.util.List;

/** Where feeds read what happened: the newest events, in order, for any number of readers. */
public interface EventLog {
  /**
   * Waits until {@link #view} holds all that was acknowledged anywhere before this call.
   *
   * @throws UnavailableException if there is no majority that could say so
   */
  default void catchUp() throws UnavailableException {}

  /** Whether {@link #view} holds all that at any time, so that nobody need catch up. */
  default boolean isCurrent() {
    return true;
  }

  /** The state that readers start from; it may be a moment old where this node does not lead. */
  View view();

  /** The oldest event from which on all are kept here. */
  default long oldest() {
    return 1;
  }

  /**
   * The events after {@code sequence}, waiting for the first of them if there is none yet.
   *
   * @param sequence the last event the reader has
   * @param eventsMax how many to give at most
   * @param waitMillisMax how long to wait; an empty list afterwards
   * @return in order and without a gap
   * @throws GapException if events after {@code sequence} are no longer kept, or {@code sequence}
   *     is of the future: read the view anew and go on from its sequence
   * @throws InterruptedException if interrupted while waiting
   */
  List<Event> after(long sequence, int eventsMax, long waitMillisMax)
      throws GapException, InterruptedException;

  /**
   * Has {@code listener} run whenever there may be new events, by the thread that brings them: it
   * must not wait, and must not throw.
   */
  Listening listen(Runnable listener);

  /** Somebody listens. */
  @FunctionalInterface
  interface Listening extends AutoCloseable {
    /** Listens no longer. */
    @Override
    void close();
  }

  /** Events that the reader asks for are not kept. */
  final class GapException extends Exception {
    private static final long serialVersionUID = 1;

    public GapException(String message) {
      super(message);
    }
  }
}
