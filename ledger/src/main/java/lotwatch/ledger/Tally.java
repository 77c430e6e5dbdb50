package lotwatch.ledger;

/**
 * How the capacity of a lot is taken. Always {@code free + occupied + reserved + unknown ==
 * capacity}, and none is negative.
 *
 * @param capacity how many cars the lot takes
 * @param free what a car could take now
 * @param occupied what has a car
 * @param reserved what is held for active reservations
 * @param unknown what nobody can see now
 * @param shortfall active reservations for which there is no capacity left
 */
public record Tally(
    int capacity, int free, int occupied, int reserved, int unknown, int shortfall) {
  /**
   * @throws IllegalStateException if the counts do not add up
   */
  public Tally {
    if (Math.min(Math.min(Math.min(free, occupied), Math.min(reserved, unknown)), shortfall) < 0
        || free + occupied + reserved + unknown != capacity) {
      throw new IllegalStateException(
          "capacity %d is not free %d + occupied %d + reserved %d + unknown %d (shortfall %d)"
              .formatted(capacity, free, occupied, reserved, unknown, shortfall));
    }
  }

  /**
   * Gives what nobody stands on to the reservations first.
   *
   * @param vacant known to be empty
   * @param reservations active reservations
   */
  static Tally of(int capacity, int vacant, int occupied, int reservations) {
    int reserved = Math.min(vacant, reservations);
    return new Tally(
        capacity,
        vacant - reserved,
        occupied,
        reserved,
        capacity - vacant - occupied,
        reservations - reserved);
  }
}
