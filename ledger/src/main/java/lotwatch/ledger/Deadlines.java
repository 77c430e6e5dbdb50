package lotwatch.ledger;

import java.time.Instant;
import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What happens by itself, and when: reservations run out, cameras fall silent, nodes are gone. */
final class Deadlines {
  private final TreeSet<Deadline> waiting =
      new TreeSet<>(Comparator.comparing(Deadline::at).thenComparing(Deadline::key));

  void add(Deadline deadline) {
    waiting.add(deadline);
  }

  void remove(Deadline deadline) {
    waiting.remove(deadline);
  }

  /** Takes the next deadline that is due; null if none is. */
  @Nullable Deadline takeDue(Instant now) {
    return next().isAfter(now) ? null : waiting.pollFirst();
  }

  /** When the next one is due; {@link Instant#MAX} if none waits. */
  Instant next() {
    return waiting.isEmpty() ? Instant.MAX : waiting.first().at();
  }
}
