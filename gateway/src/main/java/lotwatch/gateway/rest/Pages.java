package lotwatch.gateway.rest;

import io.javalin.http.Context;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import lotwatch.wire.json.PageShape;
import lotwatch.wire.json.ProblemException;
import org.jspecify.annotations.Nullable;

/** Lists in parts: {@code ?limit=} at most so many, {@code ?after=} the last id one has. */
final class Pages {
  /** Items in one part unless asked otherwise. */
  static final int LIMIT_DEFAULT = 100;

  /** Items in one part at most. */
  static final int LIMIT_MAX = 1_000;

  private static final Set<String> PARAMETERS = Set.of("limit", "after", "local");

  private Pages() {}

  /**
   * One part of a list.
   *
   * @param all in an order that stays
   * @param more parameters that this list has beside those of all
   * @throws ProblemException with status 400 if the limit is out of bounds, {@code after} is not in
   *     the list, or there is a parameter that is none
   */
  static <T, S> PageShape<S> page(
      Context ctx, Collection<T> all, Function<T, String> id, Function<T, S> shape, String... more)
      throws ProblemException {
    var known = new HashSet<>(PARAMETERS);
    known.addAll(List.of(more));
    Parameters.check(ctx, known);
    int limit = limit(ctx.queryParam("limit"));
    String after = ctx.queryParam("after");
    long skipped = after == null ? 0 : skipped(all.stream().map(id).toList().indexOf(after));
    var items = all.stream().skip(skipped).limit(limit).toList();
    @Nullable String next = skipped + items.size() < all.size() ? id.apply(items.getLast()) : null;
    return new PageShape<>(items.stream().map(shape).toList(), next);
  }

  /** How many items one part has. */
  static int limit(@Nullable String asked) throws ProblemException {
    if (asked == null) {
      return LIMIT_DEFAULT;
    }
    try {
      int limit = Integer.parseInt(asked);
      if (limit >= 1 && limit <= LIMIT_MAX) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw ProblemException.wrong("limit", "must be a number from 1 to " + LIMIT_MAX);
  }

  private static long skipped(int index) throws ProblemException {
    if (index < 0) {
      throw ProblemException.wrong("after", "is not an id of this list, or is no longer");
    }
    return index + 1L;
  }
}
