package lotwatch.ledger;

import java.util.Collection;
import lotwatch.ledger.LotChange.EndReason;

/** The lots, as somebody sees them who opens and closes all of them at once. */
interface Grounds {
  /** The lots that are open, by id. */
  Collection<LotId> openLots();

  /** How many reservations a lot has; 0 if it is not open. */
  int reservations(LotId lot);

  /** Whether cars are counted in a lot and nobody ever has. */
  boolean neverCounted(LotId lot);

  /** Ends the newest reservations of a lot, until so many are left. */
  void endReservations(LotId lot, int left, EndReason why);

  /** Opens, changes, closes or counts one. */
  Outcome obey(LotCommand command);
}
