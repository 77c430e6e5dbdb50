package lotwatch.ledger;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import lotwatch.ledger.LotChange.Tallied;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.View.LotView;
import org.jspecify.annotations.Nullable;

/** The lots that are open, and what readers see of them. */
final class OpenLots {
  private final Context context;
  private final Map<LotId, Lot> lots = new TreeMap<>();
  private final ViewMap<LotId, LotView> view = new ViewMap<>();

  OpenLots(Context context) {
    this.context = context;
  }

  @Nullable Lot lot(LotId id) {
    return lots.get(id);
  }

  /** All of them, by id. */
  Collection<Lot> all() {
    return lots.values();
  }

  void put(Lot lot) {
    lots.put(lot.id, lot);
    view.touch(lot.id);
  }

  @Nullable Lot remove(LotId id) {
    view.touch(id);
    return lots.remove(id);
  }

  /** Says what happened in a lot. */
  void emit(Lot lot, Tallied change) {
    lot.changed(context.now(), context.emit(change));
    view.touch(lot.id);
  }

  /** Has a lot drawn in which something changed that is no event. */
  void touch(Lot lot) {
    view.touch(lot.id);
  }

  ViewMap<LotId, LotView> view() {
    return view;
  }

  void draw() {
    view.draw(this::look);
  }

  private @Nullable LotView look(LotId id) {
    var lot = lots.get(id);
    return lot == null ? null : lot.view();
  }

  /** The answer to a command about a lot that is not open. */
  static Rejected unknown(LotId lot) {
    return new Rejected(Reason.UNKNOWN_LOT, "there is no lot %s".formatted(lot));
  }
}
