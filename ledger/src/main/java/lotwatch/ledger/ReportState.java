package lotwatch.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest report of one reporter.
 *
 * @param reportedAt when it was seen, by the reporter's clock
 * @param receivedAt when it came, by the ledger's time; null before version 4
 */
public record ReportState(
    String reporter,
    String location,
    int available,
    Instant reportedAt,
    @Nullable Instant receivedAt)
    implements LedgerState.Part {
  @Override
  public int version() {
    return receivedAt == null ? Versions.FIRST : 4;
  }
}
