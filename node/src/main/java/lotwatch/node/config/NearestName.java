package lotwatch.node.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The name that somebody probably meant. */
final class NearestName {
  private NearestName() {}

  /** The known name nearest to {@code written}, if any is near enough to be worth naming. */
  static Optional<String> of(String written, Collection<String> known) {
    int shared = written.startsWith(YamlSection.VARIABLE) ? YamlSection.VARIABLE.length() : 0;
    int distanceMax = Math.max(2, (written.length() - shared) / 2);
    return known.stream()
        .filter(name -> distance(written, name) <= distanceMax)
        .min(Comparator.comparingInt(name -> distance(written, name)));
  }

  /** Levenshtein distance: single-character edits that turn {@code a} into {@code b}. */
  static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int swap = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(swap, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
