package lotwatch.ledger;

import java.util.stream.Stream;

/**
 * One subject of the ledger: it decides about its own commands, owns its state and its deadlines,
 * and draws what readers see of it. It knows the others only by the narrow interfaces it is made
 * with.
 */
interface Aggregate {
  /** All it knows, by id. */
  Stream<? extends LedgerState.Part> save();

  /** Shows readers what has changed since the last time. */
  void draw();
}
