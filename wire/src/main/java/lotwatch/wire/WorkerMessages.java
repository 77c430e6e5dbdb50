package lotwatch.wire;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.Order;
import lotwatch.ledger.TaskId;
import lotwatch.ledger.WorkCommand.Complete;
import lotwatch.ledger.WorkCommand.Fail;
import lotwatch.ledger.WorkCommand.Lease;
import lotwatch.ledger.WorkCommand.Renew;
import lotwatch.ledger.WorkCommand.Renewal;
import lotwatch.ledger.WorkState.Task;
import lotwatch.wire.proto.CompleteTaskRequest;
import lotwatch.wire.proto.FailTaskRequest;
import lotwatch.wire.proto.LeaseTasksAnswer;
import lotwatch.wire.proto.LeaseTasksRequest;
import lotwatch.wire.proto.LeasedOrder;
import lotwatch.wire.proto.NeedBlobsRequest;
import lotwatch.wire.proto.RenewTasksAnswer;
import lotwatch.wire.proto.RenewTasksRequest;

/**
 * What workers that are no nodes ask, as messages and back. What comes of a stranger may break a
 * limit: then an IllegalArgumentException names it.
 */
public final class WorkerMessages {
  /** Blobs that one message says are needed. */
  public static final int NEEDED_MAX = 100;

  private WorkerMessages() {}

  /** Blobs that are going to be used. */
  public static NeedBlobsRequest need(List<BlobId> blobs) {
    return NeedBlobsRequest.newBuilder()
        .addAllBlobs(blobs.stream().map(BlobCodec::bytes).toList())
        .build();
  }

  /** The same back. */
  public static List<BlobId> needed(NeedBlobsRequest asked) {
    return BlobCodec.blobs(asked.getBlobsList());
  }

  /** A lease. */
  public static LeaseTasksRequest lease(Lease lease) {
    return LeaseTasksRequest.newBuilder()
        .setWorker(lease.worker())
        .setReport(WorkCodec.figures(lease.report()))
        .setToken(lease.token())
        .setCount(lease.count())
        .addAllSteps(lease.steps())
        .build();
  }

  /** The same back. */
  public static Lease lease(LeaseTasksRequest asked) {
    return new Lease(
        asked.getWorker(),
        WorkCodec.report(asked.getReport()),
        asked.getToken(),
        asked.getCount(),
        asked.getStepsList());
  }

  /** A renewal. */
  public static RenewTasksRequest renew(Renew renew) {
    var request =
        RenewTasksRequest.newBuilder()
            .setWorker(renew.worker())
            .setReport(WorkCodec.figures(renew.report()))
            .addAllSteps(renew.steps());
    for (var each : renew.renewals()) {
      request
          .addTasksBuilder()
          .setTask(WorkCodec.name(each.task()))
          .setToken(each.token())
          .setPermille(each.permille());
    }
    return request.build();
  }

  /** The same back. */
  public static Renew renew(RenewTasksRequest asked) {
    var renewals =
        asked.getTasksList().stream()
            .map(each ->
                new Renewal(WorkCodec.id(each.getTask()), each.getToken(), each.getPermille()))
            .toList();
    return new Renew(
        asked.getWorker(), WorkCodec.report(asked.getReport()), asked.getStepsList(), renewals);
  }

  /** A task that is done. */
  public static CompleteTaskRequest complete(Complete complete) {
    return CompleteTaskRequest.newBuilder()
        .setTask(WorkCodec.name(complete.task()))
        .setToken(complete.token())
        .setResult(WorkCodec.result(complete.result()))
        .build();
  }

  /** The same back. */
  public static Complete complete(CompleteTaskRequest asked) {
    return new Complete(
        WorkCodec.id(asked.getTask()), asked.getToken(), WorkCodec.result(asked.getResult()));
  }

  /** A task that could not be done. */
  public static FailTaskRequest fail(Fail fail) {
    return FailTaskRequest.newBuilder()
        .setTask(WorkCodec.name(fail.task()))
        .setToken(fail.token())
        .setReason(fail.reason())
        .setEnding(WorkCodec.ending(fail.ending()))
        .build();
  }

  /** The same back. */
  public static Fail fail(FailTaskRequest asked) {
    try {
      return new Fail(
          WorkCodec.id(asked.getTask()),
          asked.getToken(),
          asked.getReason(),
          WorkCodec.ending(asked.getEnding()));
    } catch (CorruptException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** What was leased. */
  public static LeaseTasksAnswer leased(List<Task> tasks) {
    var answer = LeaseTasksAnswer.newBuilder();
    for (var each : tasks) {
      answer
          .addTasksBuilder()
          .setTask(WorkCodec.name(each.id()))
          .setOrder(WorkCodec.order(each.order()));
    }
    return answer.build();
  }

  /** The task of what was leased. */
  public static TaskId task(LeasedOrder leased) {
    return WorkCodec.id(leased.getTask());
  }

  /** What is to be done of what was leased. */
  public static Order order(LeasedOrder leased) {
    return WorkCodec.order(leased.getOrder());
  }

  /** Tasks that are the worker's still. */
  public static RenewTasksAnswer held(List<TaskId> tasks) {
    return RenewTasksAnswer.newBuilder()
        .addAllTasks(tasks.stream().map(WorkCodec::name).toList())
        .build();
  }

  /** The same back. */
  public static Set<TaskId> held(RenewTasksAnswer answer) {
    return answer.getTasksList().stream().map(WorkCodec::id).collect(Collectors.toSet());
  }
}
