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
 * @param forgetAt when all this is forgotten, if no session opens before; 0 while one is open
 * @param recent hashes of the ids of the last sightings that counted, the oldest first, at most
 *     {@value RECENT_MAX}
 */
public record KeyState(
    @Nullable Session open, long opened, long ended, long forgetAt, List<Long> recent)
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
