package lotwatch.ledger;

import java.util.List;

/** A command about a lot, its count or its reservations. */
public sealed interface LotCommand extends Command {
  /** Lots in one ledger. */
  int LOTS_MAX = 10_000;

  /** Capacity of one lot. */
  int CAPACITY_MAX = 100_000;

  /** Spots in one lot that are watched one by one. */
  int SPOTS_MAX = 2_000;

  /** Characters in a lot's name. */
  int NAME_LENGTH_MAX = 120;

  /** Active reservations in one lot. */
  int RESERVATIONS_MAX = 10_000;

  /** The lot it is about. */
  LotId lot();

  /**
   * Opens a lot, or changes one that is open; spots that stay keep their state.
   *
   * @param capacity of the lot, 1 to {@value LotCommand#CAPACITY_MAX}, at least as many as spots;
   *     those beyond the spots are unknown
   * @param spots the spots that are watched one by one; none means that cars are counted
   */
  record OpenLot(LotId lot, String name, int capacity, List<SpotId> spots) implements LotCommand {
    public OpenLot {
      Limits.checked("name", name, NAME_LENGTH_MAX);
      spots = List.copyOf(spots);
    }
  }

  /** Closes a lot; its reservations end with it. */
  record CloseLot(LotId lot) implements LotCommand {}

  /**
   * Cars came (positive) or left (negative) in a counted lot; clamped to 0..capacity. The first
   * cars that come to a lot that nobody counted make it known; when cars leave such a lot, it stays
   * unknown and has an anomaly, since nobody knows how many were there.
   */
  record Count(LotId lot, long delta) implements LotCommand {
    @Override
    public boolean mustHappenOnce() {
      return true;
    }
  }

  /**
   * So many cars stand in a counted lot. Out of 0..capacity it is rejected; clamped before version
   * 4.
   */
  record SetCount(LotId lot, long occupied) implements LotCommand {
    @Override
    public boolean mustHappenOnce() {
      return true;
    }
  }

  /**
   * Reserves one unit of capacity for a plate. Answers: EXISTS, then FULL or NOT_KNOWN, then {@link
   * Outcome.Held}.
   *
   * @param plate as it was written
   * @param match what all spellings of the plate have in common; before version 4 the plate itself
   */
  record Reserve(LotId lot, Plate plate, Plate match) implements LotCommand {
    /** For a plate that only the same spelling matches. */
    public Reserve(LotId lot, Plate plate) {
      this(lot, plate, plate);
    }

    @Override
    public int version() {
      return plate.versionWith(match);
    }

    @Override
    public Command asOf(int version) {
      return version() <= version ? this : new Reserve(lot, plate);
    }

    @Override
    public boolean mustHappenOnce() {
      return true;
    }
  }

  /**
   * Cancels a reservation.
   *
   * @param match as in {@link Reserve}
   */
  record Cancel(LotId lot, Plate plate, Plate match) implements LotCommand {
    /** For a plate that only the same spelling matches. */
    public Cancel(LotId lot, Plate plate) {
      this(lot, plate, plate);
    }

    @Override
    public int version() {
      return plate.versionWith(match);
    }

    @Override
    public Command asOf(int version) {
      return version() <= version ? this : new Cancel(lot, plate);
    }

    @Override
    public boolean mustHappenOnce() {
      return true;
    }
  }
}
