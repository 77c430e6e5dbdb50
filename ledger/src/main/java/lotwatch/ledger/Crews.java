package lotwatch.ledger;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import lotwatch.ledger.WorkState.Worker;

/** The workers that run, by the kinds of work that they do. */
final class Crews {
  private final Map<String, Crew> crews = new HashMap<>();

  /** Those of one kind. */
  private static final class Crew {
    private final TreeSet<Worker> byLoad =
        new TreeSet<>(
            Comparator.<Worker>comparingInt(worker -> worker.report().load())
                .thenComparing(Worker::name));
    private long slots;
  }

  void add(Worker worker) {
    for (var kind : worker.steps()) {
      var crew = crews.computeIfAbsent(kind, _ -> new Crew());
      if (crew.byLoad.add(worker)) {
        crew.slots += worker.report().slots();
      }
    }
  }

  /** Nothing if it was not added as it is. */
  void remove(Worker worker) {
    for (var kind : worker.steps()) {
      var crew = crews.get(kind);
      if (crew != null && crew.byLoad.remove(worker)) {
        crew.slots -= worker.report().slots();
        if (crew.byLoad.isEmpty()) {
          crews.remove(kind);
        }
      }
    }
  }

  private Stream<Crew> of(List<String> kinds) {
    return kinds.stream()
        .flatMap(kind -> {
          var crew = crews.get(kind);
          return crew == null ? Stream.empty() : Stream.of(crew);
        });
  }

  /** All who do one of these kinds. */
  Stream<Worker> all(List<String> kinds) {
    return of(kinds).flatMap(crew -> crew.byLoad.stream());
  }

  /** Those with the least load of each of these kinds. */
  Stream<Worker> idlest(List<String> kinds) {
    return of(kinds).map(crew -> crew.byLoad.first());
  }

  /** Tasks that they do at the same time. */
  long slots(List<String> kinds) {
    return of(kinds).mapToLong(crew -> crew.slots).sum();
  }
}
