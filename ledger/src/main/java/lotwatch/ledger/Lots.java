package lotwatch.ledger;

import java.util.HashSet;
import lotwatch.ledger.Command.Cancel;
import lotwatch.ledger.Command.CloseLot;
import lotwatch.ledger.Command.Count;
import lotwatch.ledger.Command.OpenLot;
import lotwatch.ledger.Command.Reserve;
import lotwatch.ledger.Command.SetCount;
import lotwatch.ledger.Deadlines.Deadline.Expiry;
import lotwatch.ledger.Event.Cancelled;
import lotwatch.ledger.Event.Counted;
import lotwatch.ledger.Event.LotClosed;
import lotwatch.ledger.Event.LotOpened;
import lotwatch.ledger.Event.Reserved;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Held;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Refused;
import org.jspecify.annotations.Nullable;

/** The commands about lots, their counts and their reservations. */
final class Lots {
  private final Ledger ledger;

  Lots(Ledger ledger) {
    this.ledger = ledger;
  }

  Outcome open(OpenLot open) {
    var refused = check(open);
    if (refused != null) {
      return refused;
    }
    var lot = ledger.lots.get(open.lot());
    if (lot == null) {
      lot = new Lot(open.lot(), open.name(), open.capacity(), ledger.clock());
      ledger.lots.put(lot.id, lot);
    } else if (lot.hasShape(open.name(), open.capacity(), open.spots())) {
      return new Accepted();
    }
    lot.reshape(open.name(), open.capacity(), open.spots(), ledger.clock());
    ledger.happen(new LotOpened(lot.id, open.name(), lot.tally()));
    ledger.forgetLostWatches();
    return new Accepted();
  }

  private @Nullable Refused check(OpenLot open) {
    if (open.capacity() < 1 || open.capacity() > Limits.CAPACITY_MAX) {
      return new Refused(
          Reason.LIMIT,
          "capacity is %d, the limits are 1 and %d"
              .formatted(open.capacity(), Limits.CAPACITY_MAX));
    }
    int spotsMax = Math.min(open.capacity(), Limits.SPOTS_MAX);
    if (open.spots().size() > spotsMax) {
      return new Refused(
          Reason.LIMIT, "spots are %d, the limit is %d".formatted(open.spots().size(), spotsMax));
    }
    if (new HashSet<>(open.spots()).size() != open.spots().size()) {
      return new Refused(Reason.LIMIT, "spots of lot %s name one spot twice".formatted(open.lot()));
    }
    if (!ledger.lots.containsKey(open.lot()) && ledger.lots.size() >= Limits.LOTS_MAX) {
      return new Refused(
          Reason.LIMIT, "lots are %d, which is the limit".formatted(Limits.LOTS_MAX));
    }
    return null;
  }

  Outcome close(CloseLot close) {
    var lot = ledger.lots.remove(close.lot());
    if (lot == null) {
      return unknown(close.lot());
    }
    lot.reservations.forEach(
        (plate, until) -> ledger.deadlines.remove(new Expiry(until, lot.id, plate)));
    ledger.touch(lot.id);
    ledger.happen(new LotClosed(lot.id));
    ledger.forgetLostWatches();
    return new Accepted();
  }

  Outcome count(Count count) {
    var lot = ledger.lots.get(count.lot());
    if (lot == null) {
      return unknown(count.lot());
    }
    var before = lot.count();
    return recount(lot, (before == null ? 0 : before) + Math.clamp(count.delta(), -CARS, CARS));
  }

  /** No lot holds more cars, so a larger change means the same as this one. */
  private static final int CARS = 10 * Limits.CAPACITY_MAX;

  Outcome setCount(SetCount count) {
    var lot = ledger.lots.get(count.lot());
    return lot == null ? unknown(count.lot()) : recount(lot, count.occupied());
  }

  /** So many spaces are available at a place; nothing if no counted lot has that id or name. */
  void countAvailable(String location, long available) {
    ledger.lots.values().stream()
        .filter(Lot::isCounted)
        .filter(lot -> lot.id.value().equals(location) || lot.name().equals(location))
        .findFirst()
        .ifPresent(lot -> recount(lot, lot.capacity() - available));
  }

  private Outcome recount(Lot lot, long cars) {
    if (!lot.isCounted()) {
      return new Refused(Reason.NOT_COUNTED, "lot %s is watched spot by spot".formatted(lot.id));
    }
    var before = lot.count();
    boolean anomaly = lot.recount(cars);
    if (anomaly || before == null || !before.equals(lot.count())) {
      ledger.happen(new Counted(lot.id, anomaly, lot.tally()));
    }
    return new Accepted();
  }

  Outcome reserve(Reserve reserve) {
    var lot = ledger.lots.get(reserve.lot());
    if (lot == null) {
      return unknown(reserve.lot());
    }
    if (lot.reservations.containsKey(reserve.plate())) {
      return new Refused(
          Reason.EXISTS, "this plate already holds a place in lot %s".formatted(lot.id));
    }
    if (lot.tally().free() <= 0) {
      return new Refused(Reason.FULL, "no place is free in lot %s".formatted(lot.id));
    }
    if (lot.reservations.size() >= Limits.RESERVATIONS_MAX) {
      return new Refused(
          Reason.LIMIT,
          "reservations of lot %s are %d, which is the limit"
              .formatted(lot.id, Limits.RESERVATIONS_MAX));
    }
    var until = ledger.clock().plus(ledger.policy().hold());
    lot.reservations.put(reserve.plate(), until);
    ledger.deadlines.add(new Expiry(until, lot.id, reserve.plate()));
    ledger.happen(new Reserved(lot.id, reserve.plate(), until, lot.tally()));
    return new Held(until);
  }

  Outcome cancel(Cancel cancel) {
    var lot = ledger.lots.get(cancel.lot());
    if (lot == null) {
      return unknown(cancel.lot());
    }
    var until = lot.reservations.remove(cancel.plate());
    if (until == null) {
      return new Refused(Reason.NOT_FOUND, "this plate holds no place in lot %s".formatted(lot.id));
    }
    ledger.deadlines.remove(new Expiry(until, lot.id, cancel.plate()));
    ledger.happen(new Cancelled(lot.id, cancel.plate(), lot.tally()));
    return new Accepted();
  }

  private static Refused unknown(LotId lot) {
    return new Refused(Reason.UNKNOWN_LOT, "there is no lot %s".formatted(lot));
  }
}
