package lotwatch.ledger;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import lotwatch.ledger.LotChange.Cancelled;
import lotwatch.ledger.LotChange.EndReason;
import lotwatch.ledger.LotChange.Expired;
import lotwatch.ledger.LotChange.ReservationEnded;
import lotwatch.ledger.LotChange.Reserved;
import lotwatch.ledger.LotCommand.Cancel;
import lotwatch.ledger.LotCommand.Reserve;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Held;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;

/** The capacity held for plates, until it is given back or the time runs out. */
final class Reservations {
  private static final Comparator<Map.Entry<Plate, Instant>> LAST_PLATE =
      Map.Entry.<Plate, Instant>comparingByKey().reversed();

  private final Context context;
  private final OpenLots lots;

  /** A reservation runs out. */
  record Expiry(Instant at, LotId lot, Plate plate) implements Deadline {
    @Override
    public String key() {
      return "expiry " + lot.value() + ' ' + plate.text();
    }
  }

  Reservations(Context context, OpenLots lots) {
    this.context = context;
    this.lots = lots;
  }

  Outcome reserve(Reserve reserve) {
    var lot = lots.lot(reserve.lot());
    if (lot == null) {
      return OpenLots.unknown(reserve.lot());
    }
    if (lot.reservations.containsKey(reserve.plate())) {
      return new Rejected(
          Reason.EXISTS, "this plate already holds a place in lot %s".formatted(lot.id));
    }
    if (lot.tally().free() <= 0) {
      return new Rejected(Reason.FULL, "no place is free in lot %s".formatted(lot.id));
    }
    if (lot.reservations.size() >= LotCommand.RESERVATIONS_MAX) {
      return new Rejected(
          Reason.LIMIT,
          "reservations of lot %s are %d, which is the limit"
              .formatted(lot.id, LotCommand.RESERVATIONS_MAX));
    }
    var until = context.now().plus(context.policy().hold());
    lot.reservations.put(reserve.plate(), until);
    context.schedule(new Expiry(until, lot.id, reserve.plate()));
    lots.emit(lot, new Reserved(lot.id, reserve.plate(), until, lot.tally()));
    return new Held(until);
  }

  Outcome cancel(Cancel cancel) {
    var lot = lots.lot(cancel.lot());
    if (lot == null) {
      return OpenLots.unknown(cancel.lot());
    }
    var until = lot.reservations.remove(cancel.plate());
    if (until == null) {
      return new Rejected(
          Reason.NOT_FOUND, "this plate holds no place in lot %s".formatted(lot.id));
    }
    context.unschedule(new Expiry(until, lot.id, cancel.plate()));
    lots.emit(lot, new Cancelled(lot.id, cancel.plate(), lot.tally()));
    return new Accepted();
  }

  void expire(Expiry expiry) {
    var lot = lots.lot(expiry.lot());
    if (lot != null && lot.reservations.remove(expiry.plate()) != null) {
      lots.emit(lot, new Expired(lot.id, expiry.plate(), lot.tally()));
    }
  }

  /**
   * Ends reservations until so many are left, first the one that would run out last: while the
   * policy stays the same, that is the newest. Of those that run out together, the last plate
   * first.
   */
  void end(Lot lot, int left, EndReason why) {
    var newestFirst =
        lot.reservations.entrySet().stream()
            .sorted(
                Map.Entry.<Plate, Instant>comparingByValue().reversed().thenComparing(LAST_PLATE))
            .limit(Math.max(0, lot.reservations.size() - left))
            .map(held -> new Expiry(held.getValue(), lot.id, held.getKey()))
            .toList();
    for (var ended : newestFirst) {
      lot.reservations.remove(ended.plate());
      context.unschedule(ended);
      lots.emit(lot, new ReservationEnded(lot.id, ended.plate(), why, lot.tally()));
    }
  }

  /** Lets the reservations of a saved lot run out when they should. */
  void schedule(Lot lot) {
    lot.reservations.forEach((plate, until) -> context.schedule(new Expiry(until, lot.id, plate)));
  }

  /** A lot closes: its reservations end without running out. */
  void unschedule(Lot lot) {
    lot.reservations.forEach(
        (plate, until) -> context.unschedule(new Expiry(until, lot.id, plate)));
  }
}
