package lotwatch.replica;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import lotwatch.ledger.Command;
import lotwatch.ledger.RequestId;
import org.jspecify.annotations.Nullable;

/**
 * Names for commands whose callers gave them none. A member sends such a command again when the
 * leader is lost before it answers; the name keeps it from being done twice.
 */
final class Names {
  private static final int START_BYTES = 8;

  private final String start;
  private final AtomicLong numbers = new AtomicLong();

  /** Those of one start of a member. */
  Names(String member) {
    var random = new byte[START_BYTES];
    new SecureRandom().nextBytes(random);
    start = member + "/" + HexFormat.of().formatHex(random);
  }

  /** A new name; null for what comes again by itself, or may be done twice. */
  @Nullable RequestId of(Command command) {
    return switch (command) {
      case Command.Reserve _, Command.Cancel _, Command.Count _, Command.SetCount _ ->
          RequestId.ofNode(start, numbers.incrementAndGet());
      case Command.AdoptPolicy _,
          Command.OpenLot _,
          Command.CloseLot _,
          Command.PlaceCamera _,
          Command.RemoveCamera _,
          Command.Observe _,
          Command.Attend _,
          Command.Leave _,
          Command.Report _,
          Command.Hear _,
          Command.Tick _,
          Command.RaiseVersion _ ->
          null;
    };
  }
}
