package lotwatch.ledger;

import lotwatch.ledger.LotChange.Counted;
import lotwatch.ledger.LotCommand.Count;
import lotwatch.ledger.LotCommand.SetCount;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;

/** How many cars stand in the lots that are counted. */
final class Counting implements Counters {
  /** No lot holds more cars, so a larger change means the same as this one. */
  private static final int CARS = 10 * LotCommand.CAPACITY_MAX;

  /** From this version on a number that cannot be is no count. */
  private static final int NO_NONSENSE_VERSION = 4;

  private final Context context;
  private final OpenLots lots;

  Counting(Context context, OpenLots lots) {
    this.context = context;
    this.lots = lots;
  }

  Outcome count(Count count) {
    var lot = lots.lot(count.lot());
    if (lot == null) {
      return OpenLots.unknown(count.lot());
    }
    var before = lot.count();
    int delta = Math.clamp(count.delta(), -CARS, CARS);
    if (before == null && lot.isCounted() && cannotBe(lot, delta)) {
      doubt(lot); // how many were there, nobody knows
      return new Accepted();
    }
    return recount(lot, (before == null ? 0 : before) + delta);
  }

  Outcome setCount(SetCount count) {
    var lot = lots.lot(count.lot());
    if (lot == null) {
      return OpenLots.unknown(count.lot());
    }
    if (lot.isCounted() && cannotBe(lot, count.occupied())) {
      return new Rejected(
          Reason.LIMIT,
          "occupied is %d, the limits of lot %s are 0 and %d"
              .formatted(count.occupied(), lot.id, lot.capacity()));
    }
    return recount(lot, count.occupied());
  }

  private boolean cannotBe(Lot lot, long cars) {
    return context.version() >= NO_NONSENSE_VERSION && (cars < 0 || cars > lot.capacity());
  }

  @Override
  public void countAvailable(String location, long available) {
    lots.all().stream()
        .filter(Lot::isCounted)
        .filter(lot -> lot.id.value().equals(location) || lot.name().equals(location))
        .findFirst()
        .ifPresent(lot -> countAvailable(lot, available));
  }

  /** A number that cannot be makes nothing free; that somebody said it is an anomaly. */
  private void countAvailable(Lot lot, long available) {
    if (cannotBe(lot, lot.capacity() - available)) {
      doubt(lot);
    } else {
      recount(lot, lot.capacity() - available);
    }
  }

  private void doubt(Lot lot) {
    lot.doubt();
    lots.emit(lot, new Counted(lot.id, true, lot.tally()));
  }

  private Outcome recount(Lot lot, long cars) {
    if (!lot.isCounted()) {
      return new Rejected(Reason.NOT_COUNTED, "lot %s is watched spot by spot".formatted(lot.id));
    }
    var before = lot.count();
    boolean anomaly = lot.recount(cars);
    if (anomaly || before == null || !before.equals(lot.count())) {
      lots.emit(lot, new Counted(lot.id, anomaly, lot.tally()));
    }
    return new Accepted();
  }
}
