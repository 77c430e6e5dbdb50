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
   * @param ofUnknown whether those for which that is too little take what is unknown
   */
  static Tally of(int capacity, int vacant, int occupied, int reservations, boolean ofUnknown) {
    int unknown = capacity - vacant - occupied;
    int ofVacant = Math.min(vacant, reservations);
    int others = ofUnknown ? Math.min(unknown, reservations - ofVacant) : 0;
    return new Tally(
        capacity,
        vacant - ofVacant,
        occupied,
        ofVacant + others,
        unknown - others,
        reservations - ofVacant - others);
  }
}
