package lotwatch.sessions;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Machine} knows of one plate at one location.
 *
 * @param open its session; null if there is none
 * @param opened the second of the first sighting of that session that counted; 0 without one
 * @param ended until when stays have ended: nothing up to this second counts; {@link
 *     Long#MIN_VALUE} if none has
 * @param at of the clock of its partition: while a session is open when the newest sighting of it
 *     that counted came, 0 where nobody kept that; else when all this is forgotten
 * @param recent hashes of the ids of the last sightings that counted, the oldest first, at most
 *     {@value RECENT_MAX}
 */
public record KeyState(@Nullable Session open, long opened, long ended, long at, List<Long> recent)
    implements Serializable {
  /** Sightings that are known when they come again. */
  public static final int RECENT_MAX = 8;

  /** Copies the list. */
  public KeyState {
    recent = List.copyOf(recent);
    if (recent.size() > RECENT_MAX) {
      throw new IllegalArgumentException(
          "recent are %d, the limit is %d".formatted(recent.size(), RECENT_MAX));
    }
  }
}
