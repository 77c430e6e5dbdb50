package lotwatch.ledger;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import lotwatch.ledger.WorkState.Task;
import org.jspecify.annotations.Nullable;

/** The tasks that nobody does yet, by the kinds of work whose workers may have them. */
final class WaitingTasks {
  private static final Comparator<Task> OLDEST_FIRST =
      Comparator.comparingLong(Task::number).thenComparing(Task::id);

  private final Map<String, TreeSet<Task>> byKind = new HashMap<>();
  private final TreeSet<Task> all = new TreeSet<>(OLDEST_FIRST);

  void add(Task task) {
    all.add(task);
    for (var kind : task.kinds()) {
      byKind.computeIfAbsent(kind, _ -> new TreeSet<>(OLDEST_FIRST)).add(task);
    }
  }

  /** Nothing if it does not wait. */
  void remove(Task task) {
    if (all.remove(task)) {
      for (var kind : task.kinds()) {
        var same = byKind.get(kind);
        if (same != null && same.remove(task) && same.isEmpty()) {
          byKind.remove(kind);
        }
      }
    }
  }

  int size() {
    return all.size();
  }

  /** How many wait of each kind; none that has none. */
  Map<String, Integer> counts() {
    return byKind.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> each.getValue().size()));
  }

  /** Those of any of these kinds, each once, the oldest first. */
  Iterable<Task> of(Collection<String> kinds) {
    return () -> new Merged(kinds);
  }

  private final class Merged implements Iterator<Task> {
    private final Collection<String> kinds;
    private @Nullable Task next;

    Merged(Collection<String> kinds) {
      this.kinds = kinds;
      next = oldest(NavigableSet::first);
    }

    private @Nullable Task oldest(Function<NavigableSet<Task>, @Nullable Task> of) {
      Task oldest = null;
      for (var kind : kinds) {
        var same = byKind.get(kind);
        var each = same == null ? null : of.apply(same);
        if (each != null && (oldest == null || OLDEST_FIRST.compare(each, oldest) < 0)) {
          oldest = each;
        }
      }
      return oldest;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Task next() {
      var now = next;
      if (now == null) {
        throw new NoSuchElementException();
      }
      next = oldest(same -> same.higher(now));
      return now;
    }
  }
}
