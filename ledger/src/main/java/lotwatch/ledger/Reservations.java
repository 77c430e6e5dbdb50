package lotwatch.ledger;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import lotwatch.ledger.Lot.Reservation;
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
import org.jspecify.annotations.Nullable;

/** The capacity held for plates, until it is given back or the time runs out. */
final class Reservations {
  private static final Comparator<Map.Entry<Plate, Reservation>> LAST_FIRST =
      Comparator.<Map.Entry<Plate, Reservation>, Instant>comparing(held -> held.getValue().until())
          .thenComparing(Map.Entry::getKey)
          .reversed();

  /** From this version on it is said when nobody knows whether a place is free. */
  private static final int NOT_KNOWN_VERSION = 4;

  private final Context context;
  private final OpenLots lots;

  /** A reservation runs out. */
  record Expiry(Instant at, LotId lot, Plate match) implements Deadline {
    @Override
    public String key() {
      return "expiry " + lot.value() + ' ' + match.text();
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
    if (find(lot, reserve.plate(), reserve.match()) != null) {
      return new Rejected(
          Reason.EXISTS, "this plate already holds a place in lot %s".formatted(lot.id));
    }
    var full = full(lot);
    if (full != null) {
      return full;
    }
    if (lot.reservations.size() >= LotCommand.RESERVATIONS_MAX) {
      return new Rejected(
          Reason.LIMIT,
          "reservations of lot %s are %d, which is the limit"
              .formatted(lot.id, LotCommand.RESERVATIONS_MAX));
    }
    var until = context.now().plus(context.policy().hold());
    lot.reservations.put(reserve.match(), new Reservation(reserve.plate(), until));
    context.schedule(new Expiry(until, lot.id, reserve.match()));
    lots.emit(lot, new Reserved(lot.id, reserve.plate(), until, lot.tally()));
    return new Held(until);
  }

  private @Nullable Rejected full(Lot lot) {
    var tally = lot.tally();
    if (tally.free() > 0 || (context.policy().reserveUnknown() && tally.unknown() > 0)) {
      return null;
    }
    if (lot.isUnknown() && context.version() >= NOT_KNOWN_VERSION) {
      return new Rejected(
          Reason.NOT_KNOWN,
          "nobody knows whether a place is free in lot %s: no camera sees it and nobody counted it"
              .formatted(lot.id));
    }
    return new Rejected(Reason.FULL, "no place is free in lot %s".formatted(lot.id));
  }

  /**
   * By what a plate holds its place: its match or, if it has held it since before version 4, its
   * spelling.
   */
  private static @Nullable Plate find(Lot lot, Plate plate, Plate match) {
    if (lot.reservations.containsKey(match)) {
      return match;
    }
    return lot.reservations.containsKey(plate) ? plate : null;
  }

  Outcome cancel(Cancel cancel) {
    var lot = lots.lot(cancel.lot());
    if (lot == null) {
      return OpenLots.unknown(cancel.lot());
    }
    var match = find(lot, cancel.plate(), cancel.match());
    var held = match == null ? null : lot.reservations.remove(match);
    if (match == null || held == null) {
      return new Rejected(
          Reason.NOT_FOUND, "this plate holds no place in lot %s".formatted(lot.id));
    }
    context.unschedule(new Expiry(held.until(), lot.id, match));
    lots.emit(lot, new Cancelled(lot.id, held.plate(), lot.tally()));
    return new Accepted();
  }

  void expire(Expiry expiry) {
    var lot = lots.lot(expiry.lot());
    var held = lot == null ? null : lot.reservations.remove(expiry.match());
    if (lot != null && held != null) {
      lots.emit(lot, new Expired(lot.id, held.plate(), lot.tally()));
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
            .sorted(LAST_FIRST)
            .limit(Math.max(0, lot.reservations.size() - left))
            .map(held -> Map.entry(held.getKey(), held.getValue()))
            .toList();
    for (var ended : newestFirst) {
      lot.reservations.remove(ended.getKey());
      context.unschedule(new Expiry(ended.getValue().until(), lot.id, ended.getKey()));
      lots.emit(lot, new ReservationEnded(lot.id, ended.getValue().plate(), why, lot.tally()));
    }
  }

  /** Lets the reservations of a saved lot run out when they should. */
  void schedule(Lot lot) {
    lot.reservations.forEach(
        (match, held) -> context.schedule(new Expiry(held.until(), lot.id, match)));
  }

  /** A lot closes: its reservations end without running out. */
  void unschedule(Lot lot) {
    lot.reservations.forEach(
        (match, held) -> context.unschedule(new Expiry(held.until(), lot.id, match)));
  }
}
