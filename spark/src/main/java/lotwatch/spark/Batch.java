package lotwatch.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import lotwatch.records.Tick;
import lotwatch.sessions.Note;
import lotwatch.sessions.Session;
import lotwatch.sessions.Sighting;
import org.jspecify.annotations.Nullable;

/**
 * Some records of one partition, in the order in which they are in it. A tick counts between the
 * records where it was made, however many of them a batch has.
 */
final class Batch {
  private static final Comparator<Tick> ORDER =
      Comparator.comparingLong(Tick::offset).thenComparingLong(Tick::time);

  private final StoredPartition partition;
  private final JobPolicy policy;
  private final List<Session> changes = new ArrayList<>();
  private final Map<Note, Long> notes = new EnumMap<>(Note.class);

  /**
   * One record.
   *
   * @param sighting null if it cannot be used
   */
  record Item(long offset, @Nullable Sighting sighting) {}

  Batch(StoredPartition partition, JobPolicy policy) {
    this.partition = partition;
    this.policy = policy;
  }

  /** Takes records and ticks, which may be in any order. */
  void run(List<Item> items, List<Tick> ticks) {
    var queue = new ArrayList<>(partition.waiting());
    if (items.isEmpty() && !queue.isEmpty()) {
      // The records before them are gone: none came since the last batch.
      partition.passed(queue.get(queue.size() - 1).offset() - 1);
    }
    queue.addAll(ticks);
    queue.sort(ORDER);
    int at = 0;
    while (at < queue.size() && queue.get(at).offset() == Tick.NO_OFFSET) {
      at++; // at the end: nobody knows what they follow
    }
    int late = at;
    for (var item : items.stream().sorted(Comparator.comparingLong(Item::offset)).toList()) {
      while (at < queue.size() && queue.get(at).offset() <= item.offset()) {
        advance(queue.get(at++).time());
      }
      see(item);
    }
    while (at < queue.size() && queue.get(at).offset() <= partition.next()) {
      advance(queue.get(at++).time());
    }
    queue.subList(0, late).forEach(tick -> advance(tick.time()));
    partition.waiting(fewer(queue.subList(at, queue.size())));
  }

  /** Each second one where there are too many: the time then has larger steps. */
  private static List<Tick> fewer(List<Tick> ticks) {
    var kept = ticks;
    while (kept.size() > Head.WAITING_MAX) {
      var half = new ArrayList<Tick>();
      for (int i = (kept.size() - 1) % 2; i < kept.size(); i += 2) {
        half.add(kept.get(i));
      }
      kept = half;
    }
    return kept;
  }

  private void advance(long second) {
    changes.addAll(partition.advance(second));
  }

  private void see(Item item) {
    var sighting = item.sighting();
    if (sighting != null) {
      advance(sighting.second());
      var step = partition.see(sighting, policy.tariff(sighting.key(), sighting.second()));
      changes.addAll(step.changes());
      if (step.note() != null) {
        notes.merge(step.note(), 1L, Long::sum);
      }
    }
    partition.passed(item.offset());
  }

  /** New revisions of sessions, in order. */
  List<Session> changes() {
    return changes;
  }

  /** What became of the sightings. */
  long count(Note note) {
    return notes.getOrDefault(note, 0L);
  }
}
