package lotwatch.replica;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import lotwatch.ledger.Command;
import lotwatch.ledger.RequestId;
import org.jspecify.annotations.Nullable;

/**
 * Ids for commands that came without one. A node sends such a command again when the leader is lost
 * before it answers; the id keeps it from being done twice.
 */
final class RequestIds {
  private static final int START_BYTES = 8;

  private final String start;
  private final AtomicLong numbers = new AtomicLong();

  /** Those of one start of a node. */
  RequestIds(String node) {
    var random = new byte[START_BYTES];
    new SecureRandom().nextBytes(random);
    start = node + "/" + HexFormat.of().formatHex(random);
  }

  /** A new id; null for what comes again by itself, or may be done twice. */
  @Nullable RequestId of(Command command) {
    return command.mustHappenOnce() ? RequestId.ofNode(start, numbers.incrementAndGet()) : null;
  }
}
