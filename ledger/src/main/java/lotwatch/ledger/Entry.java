package lotwatch.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log: a command, when it was proposed, and by which request.
 *
 * @param at stamped by the proposing leader; the ledger never lets time go back
 * @param request makes a retry harmless
 */
public record Entry(Instant at, @Nullable RequestId request, Command command) {}
