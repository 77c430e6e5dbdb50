package lotwatch.ledger;

import java.time.Instant;
import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What happens by itself, and when: reservations run out, cameras fall silent, nodes are gone. */
final class Deadlines {
  /** One thing that will be due. */
  sealed interface Deadline {
    Instant at();

    /** Orders deadlines of the same instant, so that every replica meets them alike. */
    String key();

    record Expiry(Instant at, LotId lot, Plate plate) implements Deadline {
      @Override
      public String key() {
        return "expiry " + lot.value() + ' ' + plate.text();
      }
    }

    record Absence(Instant at, NodeId node) implements Deadline {
      @Override
      public String key() {
        return "absence " + node.value();
      }
    }

    record Silence(Instant at, CameraId camera) implements Deadline {
      @Override
      public String key() {
        return "silence " + camera.value();
      }
    }
  }

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
