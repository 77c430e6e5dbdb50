package lotwatch.ledger;

import java.time.Instant;

/** What became of a command: the same again when its request id comes again. */
public sealed interface Outcome {
  /** The version that knows it. */
  default int version() {
    return Versions.FIRST;
  }

  /** It was done, or was so already. */
  record Accepted() implements Outcome {}

  /**
   * A reservation is made.
   *
   * @param until when the reservation expires
   */
  record Held(Instant until) implements Outcome {}

  /**
   * Cars were seen.
   *
   * @param counted sightings that counted
   * @param duplicates sightings that had come before
   * @param late sightings older than what has been decided
   * @param orphanExits cars that left and were not there
   * @param strays sightings at a location that there is not
   */
  record Seen(int counted, int duplicates, int late, int orphanExits, int strays)
      implements Outcome {
    @Override
    public int version() {
      return 5;
    }

    /** Both together. */
    public Seen plus(Seen more) {
      return new Seen(
          counted + more.counted,
          duplicates + more.duplicates,
          late + more.late,
          orphanExits + more.orphanExits,
          strays + more.strays);
    }
  }

  /**
   * It was not done, and nothing changed.
   *
   * @param detail for people: names the field and the limit; never a plate
   */
  record Rejected(Reason reason, String detail) implements Outcome {
    @Override
    public int version() {
      return reason == Reason.NOT_KNOWN ? 4 : Versions.FIRST;
    }
  }

  /** Why a command was rejected. */
  enum Reason {
    /** The plate already has a reservation in this lot. */
    EXISTS,
    /** Nothing is free. */
    FULL,
    /** Nobody knows whether anything is free. Version 4. */
    NOT_KNOWN,
    /** There is no such reservation, or no such consumer. */
    NOT_FOUND,
    /** There is no such lot. */
    UNKNOWN_LOT,
    /** There is no such camera. */
    UNKNOWN_CAMERA,
    /** There is no such spot. */
    UNKNOWN_SPOT,
    /** The lot is watched spot by spot, not counted. */
    NOT_COUNTED,
    /**
     * The frame is older than one already seen, the connection was replaced by another, or the
     * partition was read further already.
     */
    STALE,
    /** A limit would be crossed; its name ends in MAX. */
    LIMIT,
    /** Another revision of the configuration is in force. */
    WRONG_REVISION,
    /** Reservations would end. */
    RESERVED
  }
}
