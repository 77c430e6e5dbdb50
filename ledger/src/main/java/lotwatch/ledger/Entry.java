package lotwatch.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log: a command, when it was proposed, and by which request.
 *
 * @param at stamped by the proposing leader; the ledger never lets time go back
 * @param request makes a retry harmless
 */
public record Entry(Instant at, @Nullable RequestId request, Command command) {
  /** The version that a program must understand to apply it. */
  public int version() {
    return Math.max(command.version(), request == null ? Versions.FIRST : request.version());
  }

  /** The same as a cluster of an older version takes it. */
  public Entry asOf(int version) {
    return version() <= version
        ? this
        : new Entry(
            at,
            request == null || request.version() <= version ? request : request.from(0),
            command.asOf(version));
  }
}
