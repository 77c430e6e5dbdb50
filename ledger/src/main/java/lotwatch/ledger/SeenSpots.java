package lotwatch.ledger;

import java.time.Instant;
import lotwatch.ledger.LotChange.SpotChanged;
import org.jspecify.annotations.Nullable;

/** The spots of the open lots: what is seen changes them, within the rules. */
final class SeenSpots implements Spots {
  private final Context context;
  private final OpenLots lots;

  SeenSpots(Context context, OpenLots lots) {
    this.context = context;
    this.lots = lots;
  }

  @Override
  public boolean hasLot(LotId lot) {
    return lots.lot(lot) != null;
  }

  @Override
  public boolean has(LotId lot, SpotId spot) {
    var open = lots.lot(lot);
    return open != null && open.spot(spot) != null;
  }

  @Override
  public void see(Watch watch, CameraId by, Instant seenAt, @Nullable Double occupied) {
    var lot = lots.lot(watch.lot());
    var spot = lot == null ? null : lot.spot(watch.spot());
    if (lot != null && spot != null) {
      var to =
          occupied == null
              ? spot.afterDoubt(seenAt, context.policy())
              : spot.see(occupied, seenAt, by, context.policy());
      lot.redraw();
      lots.touch(lot);
      turn(lot, spot, to, by);
    }
  }

  @Override
  public void loseSight(Watch watch, CameraId by) {
    var lot = lots.lot(watch.lot());
    var spot = lot == null ? null : lot.spot(watch.spot());
    if (lot != null && spot != null) {
      spot.leanBack();
      turn(lot, spot, Occupancy.UNKNOWN, by);
    }
  }

  private void turn(Lot lot, Spot spot, Occupancy to, CameraId by) {
    var from = spot.state();
    if (from != to) {
      lot.become(spot, to, context.now());
      lots.emit(
          lot, new SpotChanged(lot.id, spot.id, from, to, spot.confidence(), by, lot.tally()));
    }
  }
}
