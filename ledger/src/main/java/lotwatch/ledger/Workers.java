package lotwatch.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import lotwatch.ledger.WorkCommand.Steering;
import lotwatch.ledger.WorkState.Ended;
import lotwatch.ledger.WorkState.Task;
import lotwatch.ledger.WorkState.Worker;
import org.jspecify.annotations.Nullable;

/**
 * Those who do the work. A worker asks for it; one whose machine is busy leaves what others will
 * have done before it would.
 */
final class Workers {
  /** A worker that was heard within this time will come for its next task. */
  private static final Duration FRESH = Duration.ofSeconds(15);

  private static final long UNLOADED = 1_000;

  private final Context context;
  private final Map<String, Worker> workers = new TreeMap<>();
  private final WorkersByKind running = new WorkersByKind();
  private final ViewMap<String, Worker> view = new ViewMap<>();

  /** A worker was not heard for too long. */
  record Silent(Instant at, String worker) implements Deadline {
    @Override
    public String key() {
      return "worker " + worker;
    }
  }

  Workers(Context context) {
    this.context = context;
  }

  @Nullable Worker one(String name) {
    return workers.get(name);
  }

  boolean mayJoin(String name) {
    return workers.containsKey(name) || workers.size() < WorkCommand.WORKERS_MAX;
  }

  /** It says that it is there, and what it does. */
  Worker note(String name, WorkerReport report, List<String> steps) {
    var known = workers.get(name);
    var now = context.now();
    var noted =
        known == null
            ? new Worker(name, report, Steering.RUNNING, steps, "", List.of(), 0, 0, 0, 0, now, now)
            : known.renewed(report, steps, now);
    put(noted);
    return noted;
  }

  /** It has asked for work with this token. */
  Worker asked(Worker worker, String token) {
    var asked = worker.asked(token);
    put(asked);
    return asked;
  }

  /** One that is to run again and is long away is forgotten: it runs when it comes. */
  void steer(Worker worker, Steering steering) {
    if (steering == Steering.RUNNING && !silent(worker).at().isAfter(context.now())) {
      remove(worker.name());
      return;
    }
    put(worker.steered(steering));
  }

  /** A task is leased to it. */
  void take(String name, TaskId task) {
    var worker = workers.get(name);
    if (worker != null) {
      var more = new TreeSet<>(worker.tasks());
      more.add(task);
      put(worker.with(List.copyOf(more), Ended.UNTRIED));
    }
  }

  /**
   * A task is its no longer; nothing if it was forgotten. One whose results were not what it said
   * too often is paused.
   */
  void drop(String name, TaskId task, Ended ended) {
    var worker = workers.get(name);
    if (worker == null) {
      return;
    }
    var rest = worker.tasks().stream().filter(each -> !each.equals(task)).toList();
    var after = worker.with(rest, ended);
    boolean isFalse =
        ended == Ended.REJECTED
            && after.rejected() >= WorkCommand.REJECTED_MAX
            && after.steering() == Steering.RUNNING;
    put(isFalse ? after.steered(Steering.PAUSED) : after);
  }

  /** Whether all who work now and could do this task have tried it. */
  boolean haveTried(Task task) {
    return running
        .all(task.kinds())
        .filter(this::isFresh)
        .allMatch(worker -> task.failedBy().contains(worker.name()));
  }

  /** Whether one works now who could do again what others have done, and has not tried. */
  boolean canRecheck(Task task) {
    return running
        .all(task.kinds())
        .filter(this::isFresh)
        .map(Worker::name)
        .anyMatch(name -> !task.isClaimedBy(name) && !task.failedBy().contains(name));
  }

  private boolean isFresh(Worker worker) {
    return !worker.heardAt().isBefore(context.now().minus(FRESH));
  }

  /**
   * Whether a worker leaves tasks of these kinds to others: so many wait that those whose machines
   * are less busy will have done them before this one would have done its first.
   */
  boolean yields(Worker worker, List<String> kinds, int waiting) {
    var idlest =
        running
            .idlest(kinds)
            .filter(this::isFresh)
            .mapToLong(each -> each.report().load())
            .min()
            .orElse(Long.MAX_VALUE);
    if (idlest >= worker.report().load()) {
      return false;
    }
    long own = UNLOADED + worker.report().load();
    long others = UNLOADED + idlest;
    return waiting * others <= (own - others) * (running.slots(kinds) - worker.report().slots());
  }

  /** Takes a worker in, new or saved. */
  void put(Worker worker) {
    remove(worker.name());
    workers.put(worker.name(), worker);
    if (worker.steering() == Steering.RUNNING) {
      // what an operator has said of a worker is kept while it is away
      context.schedule(silent(worker));
      running.add(worker);
    }
  }

  private static Silent silent(Worker worker) {
    return new Silent(worker.heardAt().plus(WorkCommand.WORKER_SILENCE_MAX), worker.name());
  }

  /** Forgets a worker; nothing if it is not known. */
  void remove(String name) {
    var worker = workers.remove(name);
    if (worker != null) {
      context.unschedule(silent(worker));
      running.remove(worker);
    }
    view.touch(name);
  }

  Stream<Worker> save() {
    return workers.values().stream();
  }

  void draw() {
    view.draw(workers::get);
  }

  ViewMap<String, Worker> view() {
    return view;
  }
}
