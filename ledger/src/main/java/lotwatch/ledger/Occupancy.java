package lotwatch.ledger;

/** What is known of one spot. */
public enum Occupancy {
  /** Seen empty, for long enough to be sure. */
  FREE,
  /** Seen with a vehicle on it, for long enough to be sure. */
  OCCUPIED,
  /** Nobody can see it now, or what was seen is in doubt. Every spot starts here. */
  UNKNOWN
}
