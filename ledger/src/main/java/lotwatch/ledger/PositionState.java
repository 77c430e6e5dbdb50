package lotwatch.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a named consumer of events is. The events after it are kept for it.
 *
 * @param sequence the last event that it acknowledged, or that it does not want
 * @param since when the position was opened
 * @param acknowledgedAt when it last acknowledged something; null if it never did
 * @param holder the connection that alone speaks for it; null if none ever did
 */
public record PositionState(
    String name,
    long sequence,
    Instant since,
    @Nullable Instant acknowledgedAt,
    @Nullable Holder holder)
    implements LedgerState.Part {
  /**
   * A connection of a named subscription.
   *
   * @param owner whose it is
   * @param connection tells it from all others, on any node and for ever
   */
  public record Holder(String owner, String connection) {
    public Holder {
      Limits.checked("owner", owner, Limits.ID_LENGTH_MAX);
      Limits.checkedId("connection", connection);
    }
  }

  /** Whether this connection speaks for it, and no other one has taken it since. */
  public boolean isHeldBy(String connection) {
    return holder != null && holder.connection().equals(connection);
  }

  @Override
  public int version() {
    return 2;
  }
}
