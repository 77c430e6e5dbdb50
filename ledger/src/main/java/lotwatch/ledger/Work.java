package lotwatch.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.WorkChange.TaskDone;
import lotwatch.ledger.WorkChange.TaskFailed;
import lotwatch.ledger.WorkChange.TaskStuck;
import lotwatch.ledger.WorkCommand.Complete;
import lotwatch.ledger.WorkCommand.Fail;
import lotwatch.ledger.WorkCommand.Lease;
import lotwatch.ledger.WorkCommand.Renew;
import lotwatch.ledger.WorkCommand.Steer;
import lotwatch.ledger.WorkCommand.Steering;
import lotwatch.ledger.WorkState.Done;
import lotwatch.ledger.WorkState.Ended;
import lotwatch.ledger.WorkState.Leased;
import lotwatch.ledger.WorkState.Pending;
import lotwatch.ledger.WorkState.Stuck;
import lotwatch.ledger.WorkState.Task;
import lotwatch.ledger.WorkState.Worker;
import org.jspecify.annotations.Nullable;

/**
 * Tasks and who does them. A task waits, is leased to a worker, and is done, or tried again, or set
 * aside; what a worker says of a task counts only under the token of its lease.
 */
final class Work implements Aggregate, Tasks {
  /** Tasks that are looked at for one that suits a worker. */
  private static final int LOOK_MAX = 1_000;

  /** A task that has waited for so long is left to no other machine any more. */
  private static final Duration WAIT_MAX = Duration.ofSeconds(60);

  private final Context context;
  private final Usable blobs;
  private final Workers workers;
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

  Work(Context context, Usable blobs) {
    this.context = context;
    this.blobs = blobs;
    workers = new Workers(context);
  }

  Outcome obey(WorkCommand command) {
    return switch (command) {
      case Lease lease -> lease(lease);
      case Renew renew -> renew(renew);
      case Complete complete -> complete(complete);
      case Fail fail -> fail(fail);
      case Steer steer -> steer(steer);
    };
  }

  private Outcome lease(Lease lease) {
    if (!workers.mayJoin(lease.worker())) {
      return tooManyWorkers();
    }
    var worker = workers.note(lease.worker(), lease.report(), lease.steps());
    if (worker.token().equals(lease.token())) {
      return new Accepted();
    }
    worker = workers.asked(worker, lease.token());
    int free = Math.min(lease.count(), lease.report().slots() - worker.tasks().size());
    if (worker.steering() == Steering.RUNNING) {
      for (var task : chosen(worker, lease, free)) {
        take(task, lease);
      }
    }
    return new Accepted();
  }

  private static Rejected tooManyWorkers() {
    return new Rejected(
        Reason.LIMIT, "workers are %d, which is the limit".formatted(WorkCommand.WORKERS_MAX));
  }

  private List<Task> chosen(Worker worker, Lease lease, int free) {
    var chosen = new ArrayList<Task>();
    var left = new HashSet<List<String>>();
    int looked = 0;
    for (var task : waiting.of(lease.steps())) {
      if (chosen.size() >= free || ++looked > LOOK_MAX) {
        break;
      }
      var kinds = task.kinds();
      if (task.failedBy().contains(worker.name()) && !workers.haveTried(task)) {
        continue;
      }
      if (isOld(task)) {
        chosen.add(task);
      } else if (!left.contains(kinds)) {
        if (workers.yields(worker, kinds, waiting.size() - chosen.size())) {
          left.add(kinds);
        } else {
          chosen.add(task);
        }
      }
    }
    return chosen;
  }

  private boolean isOld(Task task) {
    return task.phase() instanceof Pending pending
        && pending.since().isBefore(context.now().minus(WAIT_MAX));
  }

  private void take(Task task, Lease lease) {
    var now = context.now();
    put(task.in(new Leased(lease.worker(), lease.token(), now, now.plus(WorkCommand.LEASE), 0)));
    workers.take(lease.worker(), task.id());
  }

  private Outcome renew(Renew renew) {
    if (!workers.mayJoin(renew.worker())) {
      return tooManyWorkers();
    }
    var _ = workers.note(renew.worker(), renew.report(), renew.steps());
    for (var renewal : renew.renewals()) {
      var task = tasks.get(renewal.task());
      var leased = task == null ? null : task.under(renewal.token());
      if (task != null && leased != null) {
        put(
            task.in(
                new Leased(
                    leased.worker(),
                    leased.token(),
                    leased.since(),
                    context.now().plus(WorkCommand.LEASE),
                    renewal.permille())));
      }
    }
    return new Accepted();
  }

  private Outcome complete(Complete complete) {
    var task = tasks.get(complete.task());
    if (task != null
        && task.phase() instanceof Done done
        && done.token().equals(complete.token())) {
      return new Accepted();
    }
    var leased = task == null ? null : task.under(complete.token());
    if (task == null || leased == null) {
      return stale(complete.task());
    }
    var result = complete.result();
    if (!blobs.know(result.outputs())
        || !result.next().stream().allMatch(order -> blobs.know(order.inputs()))) {
      return new Rejected(Reason.NOT_FOUND, "a blob of the result is not known");
    }
    blobs.use(result.outputs());
    result.next().forEach(order -> blobs.use(order.inputs()));
    blobs.free(task.order().inputs());
    put(task.in(new Done(leased.worker(), leased.token(), result)));
    workers.drop(leased.worker(), task.id(), Ended.DONE);
    context.emit(new TaskDone(task.id(), leased.worker()));
    return new Accepted();
  }

  private static Rejected stale(TaskId task) {
    return new Rejected(Reason.STALE, "task %s is not leased under this token".formatted(task));
  }

  private Outcome fail(Fail fail) {
    var task = tasks.get(fail.task());
    var leased = task == null ? null : task.under(fail.token());
    if (task == null || leased == null) {
      return stale(fail.task());
    }
    switch (fail.ending()) {
      case GIVEN_BACK -> {
        put(task.in(new Pending(context.now())));
        workers.drop(leased.worker(), task.id(), Ended.UNTRIED);
      }
      case NO_SPACE -> {
        put(task.waiting(fail.reason(), context.now()));
        workers.drop(leased.worker(), task.id(), Ended.UNTRIED);
      }
      case AGAIN -> fail(task, leased, fail.reason(), Ended.FAILED, false);
      case REJECTED -> fail(task, leased, fail.reason(), Ended.REJECTED, false);
      case FOR_GOOD -> fail(task, leased, fail.reason(), Ended.FAILED, true);
    }
    return new Accepted();
  }

  private void fail(Task task, Leased leased, String reason, Ended ended, boolean isForGood) {
    var now = context.now();
    int attempts = task.attempts() + 1;
    boolean isStuck = isForGood || attempts >= WorkCommand.ATTEMPTS_MAX;
    var failedBy = Stream.concat(task.failedBy().stream(), Stream.of(leased.worker()));
    put(
        new Task(
            task.id(),
            task.order(),
            task.number(),
            isStuck ? new Stuck(now) : new Pending(now),
            attempts,
            failedBy.distinct().toList(),
            reason));
    workers.drop(leased.worker(), task.id(), ended);
    context.emit(new TaskFailed(task.id(), leased.worker(), attempts, reason));
    if (isStuck) {
      context.emit(new TaskStuck(task.id(), reason));
    }
  }

  private Outcome steer(Steer steer) {
    var worker = workers.one(steer.worker());
    if (worker == null) {
      return new Rejected(Reason.NOT_FOUND, "there is no worker " + steer.worker());
    }
    workers.steer(worker, steer.steering());
    return new Accepted();
  }

  /** A lease was not renewed in time. */
  void endLease(TaskId id) {
    var task = tasks.get(id);
    if (task != null && task.phase() instanceof Leased leased) {
      var reason = "worker %s fell silent".formatted(leased.worker());
      fail(task, leased, reason, Ended.EXPIRED, false);
    }
  }

  /** A worker was silent for too long. */
  void forget(String worker) {
    workers.remove(worker);
  }

  @Override
  public boolean mayAdd(int more) {
    return tasks.size() + more <= WorkCommand.TASKS_MAX;
  }

  @Override
  public void add(String job, String step, List<Order> orders) {
    for (int i = 0; i < orders.size(); i++) {
      var order = orders.get(i);
      blobs.use(order.inputs());
      var phase = new Pending(context.now());
      var id = new TaskId(job, step, i);
      put(new Task(id, order, context.sequence(), phase, 0, List.of(), ""));
    }
  }

  @Override
  public boolean hasAny(String job, String step) {
    return tasks.containsKey(new TaskId(job, step, 0));
  }

  @Override
  public @Nullable TaskResult result(TaskId id) {
    var task = tasks.get(id);
    return task != null && task.phase() instanceof Done done ? done.result() : null;
  }

  @Override
  public void drop(String job, String step) {
    var first = new TaskId(job, step, 0);
    var last = new TaskId(job, step, WorkCommand.TASKS_OF_JOB_MAX - 1);
    for (var task : List.copyOf(tasks.subMap(first, true, last, true).values())) {
      switch (task.phase()) {
        case Done done -> {
          blobs.free(done.result().outputs());
          done.result().next().forEach(order -> blobs.free(order.inputs()));
        }
        case Leased leased -> {
          blobs.free(task.order().inputs());
          workers.drop(leased.worker(), task.id(), Ended.UNTRIED);
        }
        case Pending _, Stuck _ -> blobs.free(task.order().inputs());
      }
      remove(task);
    }
  }

  private void put(Task task) {
    var before = tasks.get(task.id());
    if (before != null) {
      remove(before);
    }
    tasks.put(task.id(), task);
    switch (task.phase()) {
      case Pending _ -> waiting.add(task);
      case Leased leased -> context.schedule(new LeaseEnd(leased.until(), task.id()));
      case Done _, Stuck _ -> {}
    }
    view.touch(task.id());
  }

  private void remove(Task task) {
    tasks.remove(task.id());
    waiting.remove(task);
    if (task.phase() instanceof Leased leased) {
      context.unschedule(new LeaseEnd(leased.until(), task.id()));
    }
    view.touch(task.id());
  }

  /** Takes in what was saved. */
  void adopt(WorkState state) {
    switch (state) {
      case Task task -> put(task);
      case Worker worker -> workers.put(worker);
    }
  }

  @Override
  public Stream<WorkState> save() {
    return Stream.concat(tasks.values().stream(), workers.save());
  }

  @Override
  public void draw() {
    view.draw(tasks::get);
    workers.draw();
    waitingShown = waiting.size();
    waitingKindsShown = waiting.counts();
  }

  /** Whether nobody does yet a task that a worker of these kinds could do. */
  boolean isWaiting(List<String> kinds) {
    var shown = waitingKindsShown;
    return kinds.stream().anyMatch(kind -> shown.getOrDefault(kind, 0) > 0);
  }

  /** Tasks that nobody does yet. */
  int waiting() {
    return waitingShown;
  }

  /** All tasks of a job, by step and index. */
  Map<TaskId, Task> tasks(String job) {
    return view.from(new TaskId(job, "!", 0), key -> key.job().equals(job));
  }

  ViewMap<TaskId, Task> view() {
    return view;
  }

  ViewMap<String, Worker> workersView() {
    return workers.view();
  }
}
