package lotwatch.gateway.finder.pubsub;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lotwatch.ledger.Event;
import lotwatch.ledger.Event.LotChange;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Picture;

/** What each lot had free at last, to tell which events changed it. Used by one thread. */
final class FreePlaces {
  private final Map<LotId, Integer> free = new HashMap<>();

  /** Knows nothing yet: the first event of each lot counts as a change. */
  FreePlaces() {}

  /** Knows what is so now. */
  FreePlaces(Picture picture) {
    picture.lots().forEach(lot -> free.put(lot.id(), lot.tally().free()));
  }

  /** The change of free places that an event made; empty if it made none. */
  Optional<Told> change(Event event) {
    switch (event.change()) {
      case LotChange change -> {
        int now = change.tally().free();
        Integer before = free.put(change.lot(), now);
        return before != null && before == now
            ? Optional.empty()
            : Optional.of(new Told(change.lot(), now, event.at(), event.sequence()));
      }
      case Event.LotClosed closed -> {
        free.remove(closed.lot());
        return Optional.empty();
      }
      case Event.CameraPlaced _,
          Event.CameraRemoved _,
          Event.CameraChanged _,
          Event.CameraHeld _,
          Event.NodeJoined _,
          Event.NodeLost _,
          Event.SpacesReported _,
          Event.PolicyAdopted _ -> {
        return Optional.empty();
      }
    }
  }

  /** What differs from a newer picture, when the events between are lost. */
  List<Told> changes(Picture picture) {
    long sequence = picture.sequence();
    return picture.lots().stream()
        .filter(lot -> {
          Integer before = free.put(lot.id(), lot.tally().free());
          return before == null || before != lot.tally().free();
        })
        .map(lot -> new Told(lot.id(), lot.tally().free(), lot.changedAt(), sequence))
        .toList();
  }
}
