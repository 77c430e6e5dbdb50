package lotwatch.recordings.remote;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import lotwatch.ledger.TaskId;
import lotwatch.ledger.TaskResult;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.WorkCommand.Complete;
import lotwatch.ledger.WorkCommand.Ending;
import lotwatch.ledger.WorkCommand.Fail;
import lotwatch.ledger.WorkCommand.Lease;
import lotwatch.ledger.WorkCommand.Renew;
import lotwatch.ledger.WorkCommand.Renewal;
import lotwatch.ledger.WorkerReport;
import lotwatch.recordings.work.LeasedTask;
import lotwatch.recordings.work.TaskSource;
import lotwatch.wire.WorkerMessages;
import lotwatch.wire.proto.WorkerLinkGrpc;
import lotwatch.wire.proto.WorkerLinkGrpc.WorkerLinkBlockingStub;
import org.jspecify.annotations.Nullable;

/** The tasks of a worker that is no node. Waiting for something to do is the node's. */
public final class RemoteTasks implements TaskSource {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(25);
  private static final int TOKEN_BYTES = 16;

  private final String worker;
  private final List<String> steps;
  private final NodeCalls nodes;
  private volatile boolean isLeaving;
  private @Nullable String unanswered;

  /**
   * @param worker its name, nobody else's
   * @param steps the kinds of work that it does
   */
  public RemoteTasks(String worker, List<String> steps, NodeCalls nodes) {
    this.worker = worker;
    this.steps = List.copyOf(steps);
    this.nodes = nodes;
  }

  /** From now on it takes nothing new. */
  public void leave() {
    isLeaving = true;
  }

  private interface Question<T> {
    T ask(WorkerLinkBlockingStub node);
  }

  private <T> T ask(Question<T> question) throws UnavailableException {
    return nodes.ask(channel ->
        question.ask(
            WorkerLinkGrpc.newBlockingStub(channel)
                .withDeadlineAfter(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)));
  }

  @Override
  public boolean hasWaiting() {
    return !isLeaving;
  }

  @Override
  public List<LeasedTask> lease(WorkerReport report, int count) throws UnavailableException {
    // what a lease gave whose answer was lost, the same token gives again
    var token = unanswered == null ? token() : unanswered;
    unanswered = token;
    var request = WorkerMessages.lease(new Lease(worker, report, token, count, steps));
    var answer = ask(node -> node.leaseTasks(request));
    unanswered = null;
    return answer.getTasksList().stream()
        .map(each -> new LeasedTask(WorkerMessages.task(each), token, WorkerMessages.order(each)))
        .toList();
  }

  private static String token() {
    byte[] random = new byte[TOKEN_BYTES];
    ThreadLocalRandom.current().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  @Override
  public Set<TaskId> renew(WorkerReport report, List<Renewal> renewals)
      throws UnavailableException {
    var request = WorkerMessages.renew(new Renew(worker, report, steps, renewals));
    var answer = ask(node -> node.renewTasks(request));
    return WorkerMessages.held(answer);
  }

  @Override
  public boolean complete(LeasedTask task, TaskResult result) throws UnavailableException {
    var request = WorkerMessages.complete(new Complete(task.id(), task.token(), result));
    return ask(node -> node.completeTask(request)).getAccepted();
  }

  @Override
  public void fail(LeasedTask task, String reason, Ending ending) throws UnavailableException {
    var request = WorkerMessages.fail(new Fail(task.id(), task.token(), reason, ending));
    var _ = ask(node -> node.failTask(request));
  }
}
