package lotwatch.sessions;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Machine} makes of a sighting or of time.
 *
 * @param state from now on; null if there is nothing to remember
 * @param changes new revisions of sessions, in order
 * @param note what became of the sighting; null if it was time alone
 */
public record Step(@Nullable KeyState state, List<Session> changes, @Nullable Note note)
    implements Serializable {
  /** Copies the list. */
  public Step {
    changes = List.copyOf(changes);
  }
}
