package lotwatch.gateway.work;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.grpc.GrpcRequesters;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.Steps;
import lotwatch.ledger.TaskId;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.View;
import lotwatch.ledger.WorkCommand;
import lotwatch.ledger.WorkCommand.Complete;
import lotwatch.ledger.WorkCommand.Ending;
import lotwatch.ledger.WorkCommand.Fail;
import lotwatch.ledger.WorkCommand.Lease;
import lotwatch.ledger.WorkCommand.Renewal;
import lotwatch.ledger.WorkCommand.Steering;
import lotwatch.ledger.WorkState.Task;
import lotwatch.wire.WorkerMessages;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.proto.BlobPart;
import lotwatch.wire.proto.CompleteTaskAnswer;
import lotwatch.wire.proto.CompleteTaskRequest;
import lotwatch.wire.proto.FailTaskAnswer;
import lotwatch.wire.proto.FailTaskRequest;
import lotwatch.wire.proto.FetchBlobRequest;
import lotwatch.wire.proto.LeaseTasksAnswer;
import lotwatch.wire.proto.LeaseTasksRequest;
import lotwatch.wire.proto.NeedBlobsAnswer;
import lotwatch.wire.proto.NeedBlobsRequest;
import lotwatch.wire.proto.PutBlobAnswer;
import lotwatch.wire.proto.PutBlobPart;
import lotwatch.wire.proto.RenewTasksAnswer;
import lotwatch.wire.proto.RenewTasksRequest;
import lotwatch.wire.proto.WorkerLinkGrpc;
import lotwatch.wire.recordings.GuestDesk;
import lotwatch.wire.recordings.Recheck;

/** What workers that are no nodes ask: their leases are in the ledger as those of nodes are. */
public final class WorkerLinkService extends WorkerLinkGrpc.WorkerLinkImplBase {
  /** How long a lease waits for something to do. */
  static final Duration WAIT_MAX = Duration.ofSeconds(5);

  /** How long what was committed may take to be seen here. */
  private static final Duration SEEN_MAX = Duration.ofSeconds(10);

  private final Gate gate;
  private final EventLog eventLog;
  private final Blobs blobs;
  private final Recheck recheck;

  /**
   * One that leases what the ledger has, and gives out and takes these blobs.
   *
   * @param recheck which tasks others do again before they count
   */
  public WorkerLinkService(Gate gate, EventLog eventLog, Blobs blobs, Recheck recheck) {
    this.gate = gate;
    this.eventLog = eventLog;
    this.blobs = blobs;
    this.recheck = recheck;
  }

  /** What answers one call. */
  @FunctionalInterface
  private interface Answering<T> {
    T answer() throws DeniedException, UnavailableException;
  }

  private static <T> void answer(StreamObserver<T> observer, Answering<T> answering) {
    try {
      var answer = answering.answer();
      observer.onNext(answer);
      observer.onCompleted();
    } catch (DeniedException e) {
      observer.onError(GrpcRequesters.denied(e));
    } catch (UnavailableException e) {
      observer.onError(Status.UNAVAILABLE.withDescription(e.getMessage()).asRuntimeException());
    } catch (IllegalArgumentException e) {
      observer.onError(
          Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
    } catch (StatusRuntimeException e) {
      observer.onError(e);
    }
  }

  private Outcome submit(WorkCommand command, String object, RequestId... id)
      throws DeniedException, UnavailableException {
    var request = GrpcRequesters.current().asks(Action.WORK, object);
    return gate.submit(request, command, id.length == 0 ? null : id[0]);
  }

  /** Of nodes and guests others speak, and who may lie is no judge of others. */
  private void check(String worker, List<String> steps) {
    if (steps.contains(Steps.SETTLE)) {
      throw new IllegalArgumentException("only nodes do work of the kind " + Steps.SETTLE);
    }
    boolean isNode =
        eventLog.view().nodes().stream().anyMatch(node -> node.id().value().equals(worker));
    if (isNode || worker.startsWith(GuestDesk.PREFIX)) {
      throw new IllegalArgumentException("worker " + worker + " is a node or a guest");
    }
  }

  private static StatusRuntimeException refused(Rejected rejected) {
    return Status.FAILED_PRECONDITION.withDescription(rejected.detail()).asRuntimeException();
  }

  @Override
  public void leaseTasks(LeaseTasksRequest asked, StreamObserver<LeaseTasksAnswer> answer) {
    answer(
        answer,
        () -> {
          gate.ask(GrpcRequesters.current().asks(Action.WORK, "tasks"));
          var lease = WorkerMessages.lease(asked);
          check(lease.worker(), lease.steps());
          if (!await(WAIT_MAX, view -> isSeen(view, lease) || isWaiting(view, lease))) {
            return LeaseTasksAnswer.getDefaultInstance();
          }
          if (!isSeen(eventLog.view(), lease)) {
            if (submit(lease, lease.worker()) instanceof Rejected rejected) {
              throw refused(rejected);
            }
            if (!await(SEEN_MAX, view -> isSeen(view, lease))) {
              throw new UnavailableException("this node does not follow the others", true);
            }
          }
          return WorkerMessages.leased(leased(lease));
        });
  }

  private static boolean isWaiting(View view, Lease lease) {
    var worker = view.worker(lease.worker());
    return view.isTaskWaiting(lease.steps())
        && (worker == null || worker.steering() == Steering.RUNNING);
  }

  private static boolean isSeen(View view, Lease lease) {
    var worker = view.worker(lease.worker());
    return worker != null && worker.token().equals(lease.token());
  }

  private List<Task> leased(Lease lease) {
    var view = eventLog.view();
    var worker = view.worker(lease.worker());
    return worker == null
        ? List.of()
        : worker.tasks().stream()
            .map(view::task)
            .filter(Objects::nonNull)
            .filter(task -> task.under(lease.token()) != null)
            .toList();
  }

  /** Waits until something is so here; false if it is not in that time. */
  private boolean await(Duration max, Predicate<View> isSo) {
    var changes = new Semaphore(0);
    long deadline = System.nanoTime() + max.toNanos();
    try (var _ = eventLog.listen(changes::release)) {
      while (!isSo.test(eventLog.view())) {
        long left = Math.min(deadline - System.nanoTime(), Duration.ofMillis(200).toNanos());
        if (left <= 0) {
          return false;
        }
        var _ = changes.tryAcquire(left, NANOSECONDS); // not every change of a worker is an event
        changes.drainPermits();
      }
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void renewTasks(RenewTasksRequest asked, StreamObserver<RenewTasksAnswer> answer) {
    answer(
        answer,
        () -> {
          gate.ask(GrpcRequesters.current().asks(Action.WORK, "tasks"));
          var renew = WorkerMessages.renew(asked);
          check(renew.worker(), renew.steps());
          if (submit(renew, renew.worker()) instanceof Rejected rejected) {
            throw refused(rejected);
          }
          return WorkerMessages.held(
              renew.renewals().stream()
                  .filter(each -> isLeased(each.task(), each.token()))
                  .map(Renewal::task)
                  .toList());
        });
  }

  private boolean isLeased(TaskId id, String token) {
    var task = eventLog.view().task(id);
    return task != null && task.under(token) != null;
  }

  @Override
  public void completeTask(CompleteTaskRequest asked, StreamObserver<CompleteTaskAnswer> answer) {
    answer(
        answer,
        () -> {
          gate.ask(GrpcRequesters.current().asks(Action.WORK, "tasks"));
          var said = WorkerMessages.complete(asked);
          var task = said.task();
          var complete = new Complete(task, said.token(), said.result(), recheck.picks(task));
          var outcome = submit(complete, task.toString(), once("done", task, complete.token()));
          if (outcome instanceof Rejected rejected && rejected.reason() != Reason.STALE) {
            var why = "what it made is not known: " + rejected.detail();
            var fail = new Fail(task, complete.token(), why, Ending.AGAIN);
            var _ = submit(fail, task.toString(), once("failed", task, complete.token()));
          }
          return CompleteTaskAnswer.newBuilder().setAccepted(outcome instanceof Accepted).build();
        });
  }

  private static RequestId once(String word, TaskId task, String token) {
    return new RequestId("%s %s %s".formatted(word, token, task));
  }

  @Override
  public void failTask(FailTaskRequest asked, StreamObserver<FailTaskAnswer> answer) {
    answer(
        answer,
        () -> {
          gate.ask(GrpcRequesters.current().asks(Action.WORK, "tasks"));
          var fail = WorkerMessages.fail(asked);
          var _ = submit(fail, fail.task().toString(), once("failed", fail.task(), fail.token()));
          return FailTaskAnswer.getDefaultInstance();
        });
  }

  @Override
  public void getBlob(FetchBlobRequest asked, StreamObserver<BlobPart> answer) {
    try {
      gate.ask(GrpcRequesters.current().asks(Action.WORK, "blobs"));
      BlobOut.begin(
          blobs.fetch(new BlobId(asked.getSha256())), (ServerCallStreamObserver<BlobPart>) answer);
    } catch (DeniedException e) {
      answer.onError(GrpcRequesters.denied(e));
    } catch (IllegalArgumentException e) {
      answer.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
    } catch (IOException e) {
      answer.onError(Status.NOT_FOUND.withDescription(e.getMessage()).asRuntimeException());
    }
  }

  @Override
  public void needBlobs(NeedBlobsRequest asked, StreamObserver<NeedBlobsAnswer> answer) {
    answer(
        answer,
        () -> {
          gate.ask(GrpcRequesters.current().asks(Action.WORK, "blobs"));
          if (asked.getBlobsCount() > WorkerMessages.NEEDED_MAX) {
            throw new IllegalArgumentException(
                "blobs are %d, the limit is %d"
                    .formatted(asked.getBlobsCount(), WorkerMessages.NEEDED_MAX));
          }
          try {
            blobs.need(WorkerMessages.needed(asked));
          } catch (IOException e) {
            throw Status.NOT_FOUND.withDescription(e.getMessage()).asRuntimeException();
          }
          return NeedBlobsAnswer.getDefaultInstance();
        });
  }

  @Override
  public StreamObserver<PutBlobPart> putBlob(StreamObserver<PutBlobAnswer> answer) {
    return new BlobIn(gate, blobs, (ServerCallStreamObserver<PutBlobAnswer>) answer);
  }
}
