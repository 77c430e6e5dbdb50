package lotwatch.wire.json;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list in JSON.
 *
 * @param next what to give as {@code after} to get the rest; null if there is none
 */
public record PageShape<T>(List<T> items, @Nullable String next) {
  public PageShape {
    items = List.copyOf(items);
  }
}
