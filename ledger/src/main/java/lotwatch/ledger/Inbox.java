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
}
