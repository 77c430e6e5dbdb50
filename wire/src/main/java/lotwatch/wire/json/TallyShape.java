package lotwatch.wire.json;

import lotwatch.ledger.Tally;

/** The tally of a lot in JSON. Always {@code free + occupied + reserved + unknown == capacity}. */
public record TallyShape(
    int capacity, int free, int occupied, int reserved, int unknown, int shortfall) {
  /** The counts of a tally. */
  public static TallyShape of(Tally tally) {
    return new TallyShape(
        tally.capacity(),
        tally.free(),
        tally.occupied(),
        tally.reserved(),
        tally.unknown(),
        tally.shortfall());
  }
}
