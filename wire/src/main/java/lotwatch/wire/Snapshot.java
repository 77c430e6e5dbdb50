package lotwatch.wire;

import java.util.List;
import lotwatch.ledger.Event;
import lotwatch.ledger.LedgerState;

/**
 * A ledger at one moment, with the newest events before it, so that a reader can go on from one of
 * them.
 *
 * @param events in order and without a gap, the last of them numbered {@code state.sequence()}
 */
public record Snapshot(LedgerState state, List<Event> events) {
  public Snapshot {
    events = List.copyOf(events);
  }
}
