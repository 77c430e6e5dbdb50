package lotwatch.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import lotwatch.ledger.WorkState.Done;
import lotwatch.ledger.WorkState.Leased;
import lotwatch.ledger.WorkState.Pending;
import lotwatch.ledger.WorkState.Stuck;
import lotwatch.ledger.WorkState.Task;
import org.jspecify.annotations.Nullable;

/** All tasks, with those that wait, and what will happen to them by itself. */
final class KnownTasks {
  private final Context context;
  private final NavigableMap<TaskId, Task> tasks = new TreeMap<>();
  private final WaitingTasks waiting = new WaitingTasks();
  private final ViewMap<TaskId, Task> view = new ViewMap<>();
  private volatile int waitingShown;
  private volatile Map<String, Integer> waitingKindsShown = Map.of();

  /** A lease was not renewed. */
  record LeaseEnd(Instant at, TaskId task) implements Deadline {
    @Override
    public String key() {
      return "lease " + task;
    }
  }

  /** Another worker was waited for, to do a task again. */
  record RecheckEnd(Instant at, TaskId task) implements Deadline {
    @Override
    public String key() {
      return "recheck " + task;
    }
  }

  KnownTasks(Context context) {
    this.context = context;
  }

  @Nullable Task one(TaskId id) {
    return tasks.get(id);
  }

  int size() {
    return tasks.size();
  }

  /** How many wait. */
  int waiting() {
    return waiting.size();
  }

  /** Those that wait for workers of these kinds, the oldest first. */
  Iterable<Task> waiting(List<String> kinds) {
    return waiting.of(kinds);
  }

  /** All of one step of a job. */
  List<Task> ofStep(String job, String step) {
    var first = new TaskId(job, step, 0);
    var last = new TaskId(job, step, WorkCommand.TASKS_OF_JOB_MAX - 1);
    return List.copyOf(tasks.subMap(first, true, last, true).values());
  }

  /** Takes one in, new or as it is now. */
  void put(Task task) {
    var before = tasks.get(task.id());
    if (before != null) {
      remove(before);
    }
    tasks.put(task.id(), task);
    if (task.phase() instanceof Pending) {
      waiting.add(task);
    }
    deadline(task).forEach(context::schedule);
    view.touch(task.id());
  }

  /** Forgets one. */
  void remove(Task task) {
    tasks.remove(task.id());
    waiting.remove(task);
    deadline(task).forEach(context::unschedule);
    view.touch(task.id());
  }

  /** What will happen to it by itself; nothing, or one. */
  private static Stream<Deadline> deadline(Task task) {
    return switch (task.phase()) {
      case Leased leased -> Stream.of(new LeaseEnd(leased.until(), task.id()));
      case Pending pending ->
          task.awaitsAnother()
              ? Stream.of(new RecheckEnd(pending.since().plus(WorkCommand.RECHECK_WAIT), task.id()))
              : Stream.empty();
      case Done _, Stuck _ -> Stream.empty();
    };
  }

  Stream<Task> save() {
    return tasks.values().stream();
  }

  void draw() {
    view.draw(tasks::get);
    waitingShown = waiting.size();
    waitingKindsShown = waiting.counts();
  }

  /** Whether nobody does yet a task that a worker of these kinds could do. */
  boolean isWaitingShown(List<String> kinds) {
    var shown = waitingKindsShown;
    return kinds.stream().anyMatch(kind -> shown.getOrDefault(kind, 0) > 0);
  }

  /** Tasks that nobody does yet. */
  int waitingShown() {
    return waitingShown;
  }

  /** All tasks of a job, by step and index. */
  Map<TaskId, Task> shown(String job) {
    return view.from(new TaskId(job, "!", 0), key -> key.job().equals(job));
  }

  ViewMap<TaskId, Task> view() {
    return view;
  }
}
