package lotwatch.recordings.work;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.TaskId;
import lotwatch.ledger.TaskResult;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.View;
import lotwatch.ledger.WorkCommand;
import lotwatch.ledger.WorkCommand.Complete;
import lotwatch.ledger.WorkCommand.Ending;
import lotwatch.ledger.WorkCommand.Fail;
import lotwatch.ledger.WorkCommand.Lease;
import lotwatch.ledger.WorkCommand.Renew;
import lotwatch.ledger.WorkCommand.Renewal;
import lotwatch.ledger.WorkCommand.Steering;
import lotwatch.ledger.WorkState.Worker;
import lotwatch.ledger.WorkerReport;
import lotwatch.wire.recordings.Recheck;
import org.jspecify.annotations.Nullable;

/** The tasks of a worker that sees the ledger: one within a node. */
public final class LedgerTasks implements TaskSource {
  /** How long what was committed may take to be seen here. */
  private static final Duration SEEN_WAIT_MAX = Duration.ofSeconds(10);

  private static final int TOKEN_BYTES = 16;

  private final String worker;
  private final List<String> steps;
  private final Inbox inbox;
  private final Supplier<View> view;
  private final Recheck recheck;
  private @Nullable String unanswered;

  /**
   * @param worker its name, nobody else's
   * @param steps the kinds of work that it does
   * @param view what is so now: another one once a snapshot was installed
   * @param recheck which of its tasks others do again
   */
  public LedgerTasks(
      String worker, List<String> steps, Inbox inbox, Supplier<View> view, Recheck recheck) {
    this.worker = worker;
    this.steps = List.copyOf(steps);
    this.inbox = inbox;
    this.view = view;
    this.recheck = recheck;
  }

  @Override
  public boolean hasWaiting() {
    var now = view.get();
    var self = now.worker(worker);
    return now.isTaskWaiting(steps) && (self == null || self.steering() == Steering.RUNNING);
  }

  @Override
  public List<LeasedTask> lease(WorkerReport report, int count) throws UnavailableException {
    // what a lease gave whose answer was lost, the same token gives again
    var token = unanswered == null ? token() : unanswered;
    unanswered = token;
    var outcome = inbox.submit(new Lease(worker, report, token, count, steps), null);
    if (outcome instanceof Rejected rejected) {
      throw new UnavailableException(rejected.detail(), false);
    }
    var leased = seen(token).tasks();
    unanswered = null;
    return leased.stream()
        .map(view.get()::task)
        .filter(task -> task != null && task.under(token) != null)
        .map(task -> new LeasedTask(task.id(), token, task.order()))
        .toList();
  }

  private static String token() {
    byte[] random = new byte[TOKEN_BYTES];
    ThreadLocalRandom.current().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** The worker as it is once its lease is seen here. */
  private Worker seen(String token) throws UnavailableException {
    long deadline = System.nanoTime() + SEEN_WAIT_MAX.toNanos();
    while (System.nanoTime() < deadline) {
      var seen = view.get().worker(worker);
      if (seen != null && seen.token().equals(token)) {
        return seen;
      }
      LockSupport.parkNanos(1_000_000);
    }
    throw new UnavailableException("this node does not follow the others", true);
  }

  @Override
  public Set<TaskId> renew(WorkerReport report, List<Renewal> renewals)
      throws UnavailableException {
    inbox.submit(new Renew(worker, report, steps, renewals), null);
    return renewals.stream()
        .filter(renewal -> isLeased(renewal.task(), renewal.token()))
        .map(Renewal::task)
        .collect(Collectors.toSet());
  }

  private boolean isLeased(TaskId id, String token) {
    var task = view.get().task(id);
    return task != null && task.under(token) != null;
  }

  @Override
  public boolean complete(LeasedTask task, TaskResult result) throws UnavailableException {
    var done = new Complete(task.id(), task.token(), result, recheck.picks(task.id()));
    var why = submit(task, done, "done");
    if (why instanceof Rejected rejected && rejected.reason() != Reason.STALE) {
      fail(task, "what it made is not known: " + rejected.detail(), Ending.AGAIN);
    }
    return why instanceof Accepted;
  }

  @Override
  public void fail(LeasedTask task, String reason, Ending ending) throws UnavailableException {
    var _ = submit(task, new Fail(task.id(), task.token(), reason, ending), "failed");
  }

  private Outcome submit(LeasedTask task, WorkCommand command, String word)
      throws UnavailableException {
    return inbox.submit(
        command, new RequestId("%s %s %s".formatted(word, task.token(), task.id())));
  }
}
