package lotwatch.ledger;

/**
 * How the places of a lot are taken. Always {@code free + occupied + reserved + unknown ==
 * capacity}, and none is negative.
 *
 * @param capacity places in the lot
 * @param free places a car could take now
 * @param occupied places with a car
 * @param reserved places held for active reservations
 * @param unknown places nobody can see now
 * @param shortfall active reservations for which there is no place left
 */
public record Tally(
    int capacity, int free, int occupied, int reserved, int unknown, int shortfall) {
  /**
   * @throws IllegalStateException if the places do not add up
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
   * Gives the places nobody stands on to the reservations first.
   *
   * @param vacant places known to be empty
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
