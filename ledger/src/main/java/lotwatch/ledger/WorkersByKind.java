package lotwatch.ledger;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import lotwatch.ledger.WorkState.Worker;

/** The workers that run, by the kinds of work that they do. */
final class WorkersByKind {
  private final Map<String, OfKind> byKind = new HashMap<>();

  /** Those of one kind. */
  private static final class OfKind {
    private final TreeSet<Worker> byLoad =
        new TreeSet<>(
            Comparator.<Worker>comparingInt(worker -> worker.report().load())
                .thenComparing(Worker::name));
    private long slots;
  }

  void add(Worker worker) {
    for (var kind : worker.steps()) {
      var same = byKind.computeIfAbsent(kind, _ -> new OfKind());
      if (same.byLoad.add(worker)) {
        same.slots += worker.report().slots();
      }
    }
  }

  /** Nothing if it was not added as it is. */
  void remove(Worker worker) {
    for (var kind : worker.steps()) {
      var same = byKind.get(kind);
      if (same != null && same.byLoad.remove(worker)) {
        same.slots -= worker.report().slots();
        if (same.byLoad.isEmpty()) {
          byKind.remove(kind);
        }
      }
    }
  }

  private Stream<OfKind> of(List<String> kinds) {
    return kinds.stream()
        .flatMap(kind -> {
          var same = byKind.get(kind);
          return same == null ? Stream.empty() : Stream.of(same);
        });
  }

  /** All who do one of these kinds. */
  Stream<Worker> all(List<String> kinds) {
    return of(kinds).flatMap(same -> same.byLoad.stream());
  }

  /** Those with the least load of each of these kinds. */
  Stream<Worker> idlest(List<String> kinds) {
    return of(kinds).map(same -> same.byLoad.first());
  }

  /** Tasks that they do at the same time. */
  long slots(List<String> kinds) {
    return of(kinds).mapToLong(same -> same.slots).sum();
  }
}
