package lotwatch.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
import lotwatch.ledger.WorkState.Claim;
import lotwatch.ledger.WorkState.Done;
import lotwatch.ledger.WorkState.Ended;
import lotwatch.ledger.WorkState.Leased;
import lotwatch.ledger.WorkState.Pending;
import lotwatch.ledger.WorkState.Rechecks;
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
  private final Claims claims;
  private final KnownTasks tasks;

  Work(Context context, Usable blobs) {
    this.context = context;
    this.blobs = blobs;
    workers = new Workers(context);
    claims = new Claims(context, workers);
    tasks = new KnownTasks(context);
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
    for (var task : tasks.waiting(lease.steps())) {
      if (chosen.size() >= free || ++looked > LOOK_MAX) {
        break;
      }
      var kinds = task.kinds();
      if (task.claims().size() == 1 && task.isClaimedBy(worker.name())) {
        continue;
      }
      if (task.failedBy().contains(worker.name()) && !workers.haveTried(task)) {
        continue;
      }
      if (isOld(task) || !task.claims().isEmpty()) {
        chosen.add(task);
      } else if (!left.contains(kinds)) {
        if (workers.yields(worker, kinds, tasks.waiting() - chosen.size())) {
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
    tasks.put(
        task.in(new Leased(lease.worker(), lease.token(), now, now.plus(WorkCommand.LEASE), 0)));
    workers.take(lease.worker(), task.id());
  }

  private Outcome renew(Renew renew) {
    if (!workers.mayJoin(renew.worker())) {
      return tooManyWorkers();
    }
    var _ = workers.note(renew.worker(), renew.report(), renew.steps());
    for (var renewal : renew.renewals()) {
      var task = tasks.one(renewal.task());
      var leased = task == null ? null : task.under(renewal.token());
      if (task != null && leased != null) {
        tasks.put(
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
    var task = tasks.one(complete.task());
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
    workers.drop(leased.worker(), task.id(), Ended.DONE);
    if (claims.awaitsAnother(task, complete)) {
      claim(task, new Claim(leased.worker(), result, context.now()));
    } else {
      claims.settle(task, result);
      finish(task, new Done(leased.worker(), leased.token(), result));
    }
    return new Accepted();
  }

  /** One more worker is to do it, and this is kept until then. */
  private void claim(Task task, Claim claim) {
    blobs.use(claim.result().outputs());
    tasks.put(claims.claimed(task, claim));
  }

  private void finish(Task task, Done done) {
    blobs.use(done.result().outputs());
    done.result().next().forEach(order -> blobs.use(order.inputs()));
    freeInputs(task);
    tasks.put(task.done(done));
    context.emit(new TaskDone(task.id(), done.worker()));
  }

  /** What it was to be made of is not needed for it any more, nor what others made of it. */
  private void freeInputs(Task task) {
    blobs.free(task.order().inputs());
    task.claims().forEach(claim -> blobs.free(claim.result().outputs()));
  }

  private static Rejected stale(TaskId task) {
    return new Rejected(Reason.STALE, "task %s is not leased under this token".formatted(task));
  }

  private Outcome fail(Fail fail) {
    var task = tasks.one(fail.task());
    var leased = task == null ? null : task.under(fail.token());
    if (task == null || leased == null) {
      return stale(fail.task());
    }
    switch (fail.ending()) {
      case GIVEN_BACK -> {
        tasks.put(task.in(new Pending(context.now())));
        workers.drop(leased.worker(), task.id(), Ended.UNTRIED);
      }
      case NO_SPACE -> {
        tasks.put(task.waiting(fail.reason(), context.now()));
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
    boolean isLast = isForGood || attempts >= WorkCommand.ATTEMPTS_MAX;
    boolean isStuck = isLast && task.claims().size() != 1;
    var failedBy = Stream.concat(task.failedBy().stream(), Stream.of(leased.worker()));
    var failed =
        new Task(
            task.id(),
            task.order(),
            task.number(),
            isStuck ? new Stuck(now) : new Pending(now),
            attempts,
            failedBy.distinct().toList(),
            reason,
            task.claims());
    tasks.put(failed);
    workers.drop(leased.worker(), task.id(), ended);
    context.emit(new TaskFailed(task.id(), leased.worker(), attempts, reason));
    if (isStuck) {
      context.emit(new TaskStuck(task.id(), reason));
    } else if (isForGood) {
      // one has made something of it, and another says that nobody can
      var nothing = new TaskResult(reason, List.of(), List.of());
      claim(failed, new Claim(leased.worker(), nothing, now));
    } else if (isLast) {
      believe(failed);
    }
  }

  /** Nobody can do it again: it counts as it is. */
  private void believe(Task task) {
    var claim = task.claims().getFirst();
    claims.leftUnchecked();
    finish(task, new Done(claim.worker(), "", claim.result()));
  }

  /** One who does it again was waited for. */
  void endRecheck(TaskId id) {
    var task = tasks.one(id);
    if (task == null || !task.awaitsAnother()) {
      return;
    }
    var end = task.claims().getFirst().at().plus(WorkCommand.RECHECK_WAIT_MAX);
    if (workers.canRecheck(task) && context.now().isBefore(end)) {
      tasks.put(task.in(new Pending(context.now())));
    } else {
      believe(task);
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
    var task = tasks.one(id);
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
      tasks.put(new Task(id, order, context.sequence(), phase));
    }
  }

  @Override
  public boolean hasAny(String job, String step) {
    return tasks.one(new TaskId(job, step, 0)) != null;
  }

  @Override
  public @Nullable TaskResult result(TaskId id) {
    var task = tasks.one(id);
    return task != null && task.phase() instanceof Done done ? done.result() : null;
  }

  @Override
  public void drop(String job, String step) {
    for (var task : tasks.ofStep(job, step)) {
      switch (task.phase()) {
        case Done done -> {
          blobs.free(done.result().outputs());
          done.result().next().forEach(order -> blobs.free(order.inputs()));
        }
        case Leased leased -> {
          freeInputs(task);
          workers.drop(leased.worker(), task.id(), Ended.UNTRIED);
        }
        case Pending _, Stuck _ -> freeInputs(task);
      }
      tasks.remove(task);
    }
  }

  /** Takes in what was saved. */
  void adopt(WorkState state) {
    switch (state) {
      case Task task -> tasks.put(task);
      case Worker worker -> workers.put(worker);
      case Rechecks rechecks -> claims.adopt(rechecks);
    }
  }

  @Override
  public Stream<WorkState> save() {
    return Stream.of(tasks.save(), workers.save(), claims.save()).flatMap(it -> it);
  }

  @Override
  public void draw() {
    tasks.draw();
    workers.draw();
    claims.draw();
  }

  /** The tasks, for readers. */
  KnownTasks known() {
    return tasks;
  }

  /** What came of all tasks that were done again. */
  Rechecks rechecks() {
    return claims.view();
  }

  ViewMap<String, Worker> workersView() {
    return workers.view();
  }
}
