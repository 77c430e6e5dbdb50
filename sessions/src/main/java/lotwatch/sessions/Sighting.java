package lotwatch.sessions;

import java.io.Serializable;

/**
 * A report that a car was seen at a location.
 *
 * @param id tells this sighting from all others: the same id again is the same sighting, sent twice
 * @param key the plate, without blanks around it, and the location
 * @param status what the car did
 * @param second when, in seconds since 1970, by the clock of whoever saw it
 */
public record Sighting(String id, SessionKey key, Status status, long second)
    implements Serializable {
  /** Characters in the id of a sighting. */
  public static final int ID_LENGTH_MAX = 128;

  /** Characters in a plate. */
  public static final int PLATE_LENGTH_MAX = 32;

  /** Characters in the name of a location: a lot's id, a slash, a spot's id. */
  public static final int LOCATION_LENGTH_MAX = 129;

  /** The first second of 2000 in UTC: what is older comes from a clock that was never set. */
  public static final long SECOND_MIN = 946_684_800L;

  /** The last second of 2099 in UTC. */
  public static final long SECOND_MAX = 4_102_444_799L;

  /**
   * @throws IllegalArgumentException if something crosses its limit; names the field and the limit,
   *     never the plate
   */
  public Sighting {
    checked("id", id, ID_LENGTH_MAX);
    checked("plate", key.plate(), PLATE_LENGTH_MAX);
    checked("location", key.location(), LOCATION_LENGTH_MAX);
    if (second < SECOND_MIN || second > SECOND_MAX) {
      throw new IllegalArgumentException(
          "time is %d, the limits are %d (2000) and %d (2099), in seconds since 1970"
              .formatted(second, SECOND_MIN, SECOND_MAX));
    }
  }

  private static void checked(String field, String value, int lengthMax) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(field + " is empty");
    }
    if (value.length() > lengthMax) {
      throw new IllegalArgumentException(
          "%s has %d characters, the limit is %d".formatted(field, value.length(), lengthMax));
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(field + " contains a control character");
    }
    if (value.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      throw new IllegalArgumentException(field + " contains half of a surrogate pair");
    }
  }
}
