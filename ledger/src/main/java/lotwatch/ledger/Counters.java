package lotwatch.ledger;

/** The counted lots, as somebody sees them who counts from afar. */
interface Counters {
  /** So many spaces are available at a place; nothing if no counted lot has that id or name. */
  void countAvailable(String location, long available);
}
