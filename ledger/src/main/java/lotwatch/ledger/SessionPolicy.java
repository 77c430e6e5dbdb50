package lotwatch.ledger;

import java.util.List;
import lotwatch.sessions.Places.Place;
import lotwatch.sessions.Rules;
import lotwatch.sessions.Tariff;
import lotwatch.sessions.Tariffs;

/**
 * When parking sessions end, what they cost, and where cars are seen. Part of the configuration;
 * version 5 if it is not the {@link #DEFAULT}.
 *
 * @param places the locations that sightings name; none means the campus: each spot as {@code
 *     lot/spot}, and each lot by its id
 * @param clearPlates whether sessions have plates as they were read, not pseudonyms
 */
public record SessionPolicy(Rules rules, Tariffs tariffs, List<Place> places, boolean clearPlates) {
  /** Locations that have a name of their own. */
  public static final int PLACES_MAX = 10_000;

  /** The usual times, the campus, and nothing is charged before the operator says how much. */
  public static final SessionPolicy DEFAULT =
      new SessionPolicy(
          Rules.DEFAULT, Tariffs.of(new Tariff("EUR", 900, 0, 0, 0)), List.of(), false);

  /**
   * @throws IllegalArgumentException if there are too many places, or a name is too long
   */
  public SessionPolicy {
    places = List.copyOf(places);
    if (places.size() > PLACES_MAX) {
      throw new IllegalArgumentException(
          "places are %d, the limit is %d".formatted(places.size(), PLACES_MAX));
    }
    places.forEach(place -> Limits.checkedId("place", place.name()));
  }

  /** The version that knows it. */
  public int version() {
    return equals(DEFAULT) ? Versions.FIRST : 5;
  }
}
