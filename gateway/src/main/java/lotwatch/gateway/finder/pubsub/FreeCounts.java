package lotwatch.gateway.finder.pubsub;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lotwatch.ledger.CameraChange;
import lotwatch.ledger.ConfigurationChange;
import lotwatch.ledger.Event;
import lotwatch.ledger.LotChange;
import lotwatch.ledger.LotChange.Tallied;
import lotwatch.ledger.LotId;
import lotwatch.ledger.NodeChange;
import lotwatch.ledger.RecordingChange;
import lotwatch.ledger.ReportChange;
import lotwatch.ledger.SessionChange;
import lotwatch.ledger.View;
import lotwatch.ledger.WorkChange;

/** What each lot had free at last, to tell which events changed it. Used by one thread. */
final class FreeCounts {
  private final Map<LotId, Integer> free = new HashMap<>();

  /** Knows nothing yet: the first event of each lot counts as a change. */
  FreeCounts() {}

  /**
   * Knows what was so after an event. Of a lot that changed since, the next event counts as a
   * change: better told twice than never.
   *
   * @param sequence the last event that need not be told
   */
  FreeCounts(View view, long sequence) {
    view.lots().stream()
        .filter(lot -> lot.sequence() <= sequence)
        .forEach(lot -> free.put(lot.id(), lot.tally().free()));
  }

  /** The change of the free count that an event made; empty if it made none. */
  Optional<FreeChange> change(Event event) {
    switch (event.change()) {
      case Tallied change -> {
        int now = change.tally().free();
        Integer before = free.put(change.lot(), now);
        return before != null && before == now
            ? Optional.empty()
            : Optional.of(new FreeChange(change.lot(), now, event.at(), event.sequence()));
      }
      case LotChange.LotClosed closed -> {
        free.remove(closed.lot());
        return Optional.empty();
      }
      case CameraChange _,
          NodeChange _,
          ReportChange _,
          ConfigurationChange _,
          SessionChange _,
          WorkChange _,
          RecordingChange _,
          Event.General _ -> {
        return Optional.empty();
      }
    }
  }

  /** What differs from a newer view, when the events between are lost. */
  List<FreeChange> changes(View view) {
    long sequence = view.sequence();
    return view.lots().stream()
        .filter(lot -> {
          Integer before = free.put(lot.id(), lot.tally().free());
          return before == null || before != lot.tally().free();
        })
        .map(lot -> new FreeChange(lot.id(), lot.tally().free(), lot.changedAt(), sequence))
        .toList();
  }
}
