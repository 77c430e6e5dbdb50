package lotwatch.sessions;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The locations of a site at which cars are seen, and the lot that each belongs to. They are
 * compared without regard to case.
 */
public final class Places implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int SYSTEM_C_ROWS = 6;
  private static final int SYSTEM_C_COLUMNS = 10;

  private final TreeMap<String, Place> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * A location.
   *
   * @param name as the site spells it
   * @param lot the id of the lot whose tariff counts there
   */
  public record Place(String name, String lot) implements Serializable {}

  /** These locations; of two that differ only in case, the first. */
  public Places(List<Place> places) {
    places.forEach(place -> byName.putIfAbsent(place.name(), place));
  }

  /** System C's: A1 to A10, B1 ... F10, all in lot {@code main}. */
  public static Places systemC() {
    var places = new ArrayList<Place>();
    for (int row = 0; row < SYSTEM_C_ROWS; row++) {
      for (int column = 1; column <= SYSTEM_C_COLUMNS; column++) {
        places.add(new Place("%c%d".formatted('A' + row, column), "main"));
      }
    }
    return new Places(places);
  }

  /** The location that somebody means; null if there is none. */
  public @Nullable Place place(String name) {
    return byName.get(name.strip());
  }

  /** All of them, sorted as text. */
  public List<Place> all() {
    return byName.values().stream().sorted(Comparator.comparing(Place::name)).toList();
  }
}
