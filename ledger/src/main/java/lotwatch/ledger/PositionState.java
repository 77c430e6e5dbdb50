package lotwatch.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a named consumer of events is. The events after it are kept for it.
 *
 * @param sequence the last event that it acknowledged, or that it does not want
 * @param since when the position was opened
 * @param acknowledgedAt when it last acknowledged something; null if it never did
 */
public record PositionState(
    String name, long sequence, Instant since, @Nullable Instant acknowledgedAt)
    implements LedgerState.Part {
  @Override
  public int version() {
    return 2;
  }
}
