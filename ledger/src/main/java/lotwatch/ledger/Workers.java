package lotwatch.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import lotwatch.ledger.WorkCommand.Steering;
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
  private final TreeSet<Worker> running =
      new TreeSet<>(
          Comparator.<Worker>comparingInt(worker -> worker.report().load())
              .thenComparing(Worker::name));
  private final ViewMap<String, Worker> view = new ViewMap<>();
  private long slots;

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

  /** It says that it is there; what it does is asked with its first lease. */
  Worker note(String name, WorkerReport report) {
    var known = workers.get(name);
    var now = context.now();
    var noted =
        known == null
            ? new Worker(name, report, Steering.RUNNING, List.of(), "", List.of(), 0, 0, now, now)
            : new Worker(
                name,
                report,
                known.steering(),
                known.steps(),
                known.token(),
                known.tasks(),
                known.done(),
                known.failed(),
                known.since(),
                now);
    put(noted);
    return noted;
  }

  /** It has asked for work with this token. */
  void asked(Worker worker, String token, List<String> steps) {
    put(
        new Worker(
            worker.name(),
            worker.report(),
            worker.steering(),
            steps,
            token,
            worker.tasks(),
            worker.done(),
            worker.failed(),
            worker.since(),
            worker.heardAt()));
  }

  /** One that is to run again and is long away is forgotten: it runs when it comes. */
  void steer(Worker worker, Steering steering) {
    if (steering == Steering.RUNNING && !silent(worker).at().isAfter(context.now())) {
      remove(worker.name());
      return;
    }
    put(
        new Worker(
            worker.name(),
            worker.report(),
            steering,
            worker.steps(),
            worker.token(),
            worker.tasks(),
            worker.done(),
            worker.failed(),
            worker.since(),
            worker.heardAt()));
  }

  /** A task is leased to it. */
  void take(String name, TaskId task) {
    var worker = workers.get(name);
    if (worker != null) {
      var more = new TreeSet<>(worker.tasks());
      more.add(task);
      put(with(worker, List.copyOf(more), 0, 0));
    }
  }

  /** A task is its no longer; nothing if it was forgotten. */
  void drop(String name, TaskId task, int done, int failed) {
    var worker = workers.get(name);
    if (worker != null) {
      var rest = worker.tasks().stream().filter(each -> !each.equals(task)).toList();
      put(with(worker, rest, done, failed));
    }
  }

  private static Worker with(Worker worker, List<TaskId> tasks, int done, int failed) {
    return new Worker(
        worker.name(),
        worker.report(),
        worker.steering(),
        worker.steps(),
        worker.token(),
        tasks,
        worker.done() + done,
        worker.failed() + failed,
        worker.since(),
        worker.heardAt());
  }

  /** Whether all who work now have tried this task. */
  boolean haveTried(Task task) {
    return running.stream()
        .filter(this::isFresh)
        .allMatch(worker -> task.failedBy().contains(worker.name()));
  }

  private boolean isFresh(Worker worker) {
    return !worker.heardAt().isBefore(context.now().minus(FRESH));
  }

  /**
   * Whether a worker leaves a task to others: so many wait that those whose machines are less busy
   * will have done them before this one would have done its first.
   */
  boolean yields(Worker worker, int waiting) {
    var best = running.isEmpty() ? worker : running.first();
    if (best.report().load() >= worker.report().load() || !isFresh(best)) {
      return false;
    }
    long own = UNLOADED + worker.report().load();
    long others = UNLOADED + best.report().load();
    return waiting * others <= (own - others) * (slots - worker.report().slots());
  }

  /** Takes a worker in, new or saved. */
  void put(Worker worker) {
    remove(worker.name());
    workers.put(worker.name(), worker);
    if (worker.steering() == Steering.RUNNING) {
      // what an operator has said of a worker is kept while it is away
      context.schedule(silent(worker));
      running.add(worker);
      slots += worker.report().slots();
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
      if (running.remove(worker)) {
        slots -= worker.report().slots();
      }
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
