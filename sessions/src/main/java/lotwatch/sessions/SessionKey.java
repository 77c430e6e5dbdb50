package lotwatch.sessions;

import java.io.Serializable;
import java.util.Comparator;

/**
 * What has at most one session at a time: a plate at a location. The same plate at two locations
 * has two sessions, which know nothing of each other.
 *
 * @param plate as the sightings spell it
 * @param location as the site names it
 */
public record SessionKey(String plate, String location)
    implements Comparable<SessionKey>, Serializable {
  private static final Comparator<SessionKey> ORDER =
      Comparator.comparing(SessionKey::plate).thenComparing(SessionKey::location);

  @Override
  public int compareTo(SessionKey other) {
    return ORDER.compare(this, other);
  }

  /** Tells no plate: it is personal data. */
  @Override
  public String toString() {
    return "a plate of %d characters at %s".formatted(plate.length(), location);
  }
}
