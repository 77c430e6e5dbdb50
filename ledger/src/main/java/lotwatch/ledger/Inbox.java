package lotwatch.ledger;

import org.jspecify.annotations.Nullable;

/** Where gateways put commands. */
@FunctionalInterface
public interface Inbox {
  /**
   * Returns once the command is committed (on disk, on a majority) and applied.
   *
   * @param request makes a retry harmless; null if the caller does not retry
   * @throws UnavailableException if it cannot be said whether the command was applied
   */
  Outcome submit(Command command, @Nullable RequestId request) throws UnavailableException;

  /**
   * The same for who cannot wait: {@code answer} is told what {@link #submit(Command, RequestId)}
   * would return or throw, once, by any thread, perhaps before this returns. An inbox that waits
   * for anything does that in a thread of its own; this one, by itself, does not.
   */
  default void submit(Command command, @Nullable RequestId request, Answer answer) {
    Outcome outcome;
    try {
      outcome = submit(command, request);
    } catch (UnavailableException e) {
      answer.unavailable(e);
      return;
    }
    answer.committed(outcome);
  }

  /** Who is told what became of a command. It must not wait: others are told after it. */
  interface Answer {
    /** It was committed and applied. */
    void committed(Outcome outcome);

    /** It was not, or nobody can say. */
    void unavailable(UnavailableException why);
  }
}
