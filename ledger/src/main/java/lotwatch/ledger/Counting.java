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

  private final OpenLots lots;

  Counting(OpenLots lots) {
    this.lots = lots;
  }

  Outcome count(Count count) {
    var lot = lots.lot(count.lot());
    if (lot == null) {
      return OpenLots.unknown(count.lot());
    }
    var before = lot.count();
    return recount(lot, (before == null ? 0 : before) + Math.clamp(count.delta(), -CARS, CARS));
  }

  Outcome setCount(SetCount count) {
    var lot = lots.lot(count.lot());
    return lot == null ? OpenLots.unknown(count.lot()) : recount(lot, count.occupied());
  }

  @Override
  public void countAvailable(String location, long available) {
    lots.all().stream()
        .filter(Lot::isCounted)
        .filter(lot -> lot.id.value().equals(location) || lot.name().equals(location))
        .findFirst()
        .ifPresent(lot -> recount(lot, lot.capacity() - available));
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
