package lotwatch.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lotwatch.ledger.LotChange.EndReason;
import lotwatch.ledger.LotChange.LotClosed;
import lotwatch.ledger.LotChange.LotOpened;
import lotwatch.ledger.LotCommand.Cancel;
import lotwatch.ledger.LotCommand.CloseLot;
import lotwatch.ledger.LotCommand.Count;
import lotwatch.ledger.LotCommand.OpenLot;
import lotwatch.ledger.LotCommand.Reserve;
import lotwatch.ledger.LotCommand.SetCount;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.View.LotView;
import lotwatch.sessions.Places;
import lotwatch.sessions.Places.Place;
import org.jspecify.annotations.Nullable;

/** The lots: which are open, their spots, counts and reservations. */
final class Lots implements Aggregate, Grounds {
  private final Context context;
  private final OpenLots lots;
  private final SeenSpots spots;
  private final Counting counting;
  private final Reservations reservations;

  Lots(Context context) {
    this.context = context;
    lots = new OpenLots(context);
    spots = new SeenSpots(context, lots);
    counting = new Counting(context, lots);
    reservations = new Reservations(context, lots);
  }

  @Override
  public Outcome obey(LotCommand command) {
    return switch (command) {
      case OpenLot open -> open(open);
      case CloseLot close -> close(close);
      case Count count -> counting.count(count);
      case SetCount count -> counting.setCount(count);
      case Reserve reserve -> reservations.reserve(reserve);
      case Cancel cancel -> reservations.cancel(cancel);
    };
  }

  private Outcome open(OpenLot open) {
    var rejected = check(open);
    if (rejected != null) {
      return rejected;
    }
    var lot = lots.lot(open.lot());
    if (lot == null) {
      lot = new Lot(context, open.lot(), open.name(), open.capacity(), context.now());
      lots.put(lot);
    } else if (lot.hasShape(open.name(), open.capacity(), open.spots())) {
      return new Accepted();
    }
    lot.reshape(open.name(), open.capacity(), open.spots(), context.now());
    lots.emit(lot, new LotOpened(lot.id, open.name(), lot.tally()));
    return new Accepted();
  }

  private @Nullable Rejected check(OpenLot open) {
    if (open.capacity() < 1 || open.capacity() > LotCommand.CAPACITY_MAX) {
      return new Rejected(
          Reason.LIMIT,
          "capacity is %d, the limits are 1 and %d"
              .formatted(open.capacity(), LotCommand.CAPACITY_MAX));
    }
    int spotsMax = Math.min(open.capacity(), LotCommand.SPOTS_MAX);
    if (open.spots().size() > spotsMax) {
      return new Rejected(
          Reason.LIMIT, "spots are %d, the limit is %d".formatted(open.spots().size(), spotsMax));
    }
    if (new HashSet<>(open.spots()).size() != open.spots().size()) {
      return new Rejected(
          Reason.LIMIT, "spots of lot %s name one spot twice".formatted(open.lot()));
    }
    if (lots.lot(open.lot()) == null && lots.all().size() >= LotCommand.LOTS_MAX) {
      return new Rejected(
          Reason.LIMIT, "lots are %d, which is the limit".formatted(LotCommand.LOTS_MAX));
    }
    return null;
  }

  private Outcome close(CloseLot close) {
    var lot = lots.remove(close.lot());
    if (lot == null) {
      return OpenLots.unknown(close.lot());
    }
    reservations.unschedule(lot);
    context.emit(new LotClosed(lot.id));
    return new Accepted();
  }

  /** How the capacity of each lot is taken. */
  Map<LotId, Tally> tallies() {
    return lots.all().stream().collect(Collectors.toMap(lot -> lot.id, Lot::tally));
  }

  /** The rules changed, and with them perhaps what counts as reserved: then it is said. */
  void compare(Map<LotId, Tally> before) {
    for (var lot : lots.all()) {
      if (!lot.tally().equals(before.get(lot.id))) {
        lots.emit(lot, new LotOpened(lot.id, lot.name(), lot.tally()));
      }
    }
  }

  void expire(Reservations.Expiry expiry) {
    reservations.expire(expiry);
  }

  @Override
  public Collection<LotId> openLots() {
    return lots.all().stream().map(lot -> lot.id).toList();
  }

  @Override
  public int reservations(LotId id) {
    var lot = lots.lot(id);
    return lot == null ? 0 : lot.reservations.size();
  }

  @Override
  public void endReservations(LotId id, int left, EndReason why) {
    var lot = lots.lot(id);
    if (lot != null) {
      reservations.end(lot, left, why);
    }
  }

  @Override
  public boolean neverCounted(LotId id) {
    var lot = lots.lot(id);
    return lot != null && lot.isCounted() && lot.count() == null;
  }

  /** Takes a saved lot in. */
  void adopt(LotState saved) {
    var lot = new Lot(context, saved);
    lots.put(lot);
    reservations.schedule(lot);
  }

  /** See {@link Locations}. */
  Places places() {
    var places = new ArrayList<Place>();
    for (var lot : lots.all()) {
      var id = lot.id.value();
      places.add(new Place(id, id));
      lot.spotIds().forEach(spot -> places.add(new Place(id + '/' + spot.value(), id)));
    }
    return new Places(places);
  }

  /** For those who see spots. */
  Spots spots() {
    return spots;
  }

  /** For those who count from afar. */
  Counters counting() {
    return counting;
  }

  @Override
  public Stream<LotState> save() {
    return lots.all().stream().map(Lot::save);
  }

  @Override
  public void draw() {
    lots.draw();
  }

  ViewMap<LotId, LotView> view() {
    return lots.view();
  }
}
