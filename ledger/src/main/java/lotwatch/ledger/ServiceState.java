package lotwatch.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a service was last heard, and what it said.
 *
 * @param heardAt by its own clock, or ours if it gave no time
 * @param receivedAt by the ledger's time; null before version 4
 */
public record ServiceState(
    String service, String status, Instant heardAt, @Nullable Instant receivedAt)
    implements LedgerState.Part {
  @Override
  public int version() {
    return receivedAt == null ? Versions.FIRST : 4;
  }
}
