package lotwatch.ledger;

import java.time.Instant;

/** One remembered request and its outcome. */
public record RequestState(RequestId id, Instant at, Outcome outcome) implements LedgerState.Part {
  @Override
  public int version() {
    return Math.max(id.version(), outcome.version());
  }
}
