package lotwatch.wire;

import java.util.List;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Event;
import lotwatch.ledger.Order;
import lotwatch.ledger.TaskId;
import lotwatch.ledger.TaskResult;
import lotwatch.ledger.WorkChange;
import lotwatch.ledger.WorkCommand;
import lotwatch.ledger.WorkCommand.Complete;
import lotwatch.ledger.WorkCommand.Ending;
import lotwatch.ledger.WorkCommand.Fail;
import lotwatch.ledger.WorkCommand.Lease;
import lotwatch.ledger.WorkCommand.Renew;
import lotwatch.ledger.WorkCommand.Renewal;
import lotwatch.ledger.WorkCommand.Steer;
import lotwatch.ledger.WorkCommand.Steering;
import lotwatch.ledger.WorkState;
import lotwatch.ledger.WorkerReport;
import lotwatch.wire.proto.TaskName;
import lotwatch.wire.proto.TryEnding;
import lotwatch.wire.proto.WorkHappened;
import lotwatch.wire.proto.WorkLine;
import lotwatch.wire.proto.WorkOrder;
import lotwatch.wire.proto.WorkResult;
import lotwatch.wire.proto.WorkSaved;
import lotwatch.wire.proto.WorkerFigures;
import lotwatch.wire.proto.WorkerSteering;

/** Work that workers lease: commands, events and saved state as messages and back. */
final class WorkCodec {
  private WorkCodec() {}

  static WorkLine line(WorkCommand command) {
    var line = WorkLine.newBuilder();
    switch (command) {
      case Lease lease ->
          line.getLeaseBuilder()
              .setWorker(lease.worker())
              .setReport(figures(lease.report()))
              .setToken(lease.token())
              .setCount(lease.count())
              .addAllSteps(lease.steps());
      case Renew renew -> {
        var to =
            line.getRenewBuilder()
                .setWorker(renew.worker())
                .setReport(figures(renew.report()))
                .addAllSteps(renew.steps());
        for (var renewal : renew.renewals()) {
          to.addRenewalsBuilder()
              .setTask(name(renewal.task()))
              .setToken(renewal.token())
              .setPermille(renewal.permille());
        }
      }
      case Complete complete ->
          line.getCompleteBuilder()
              .setTask(name(complete.task()))
              .setToken(complete.token())
              .setResult(result(complete.result()))
              .setAgain(complete.again());
      case Fail fail ->
          line.getFailBuilder()
              .setTask(name(fail.task()))
              .setToken(fail.token())
              .setReason(fail.reason())
              .setEnding(ending(fail.ending()));
      case Steer steer ->
          line.getSteerBuilder().setWorker(steer.worker()).setSteering(steering(steer.steering()));
    }
    return line.build();
  }

  static Entry entry(WorkLine line) throws CorruptException {
    return Terms.entry(
        line.getAt(), line.hasRequest(), line.getRequest(), line.getClient(), command(line));
  }

  private static WorkCommand command(WorkLine line) throws CorruptException {
    return switch (line.getCommandCase()) {
      case LEASE -> {
        var lease = line.getLease();
        yield new Lease(
            lease.getWorker(),
            report(lease.getReport()),
            lease.getToken(),
            lease.getCount(),
            lease.getStepsList());
      }
      case RENEW -> {
        var renew = line.getRenew();
        var renewals =
            renew.getRenewalsList().stream()
                .map(each -> new Renewal(id(each.getTask()), each.getToken(), each.getPermille()))
                .toList();
        yield new Renew(
            renew.getWorker(), report(renew.getReport()), renew.getStepsList(), renewals);
      }
      case COMPLETE -> {
        var complete = line.getComplete();
        yield new Complete(
            id(complete.getTask()),
            complete.getToken(),
            result(complete.getResult()),
            complete.getAgain());
      }
      case FAIL -> {
        var fail = line.getFail();
        yield new Fail(
            id(fail.getTask()), fail.getToken(), fail.getReason(), ending(fail.getEnding()));
      }
      case STEER -> new Steer(line.getSteer().getWorker(), steering(line.getSteer().getSteering()));
      case COMMAND_NOT_SET -> throw new CorruptException("a line without a command");
    };
  }

  static TaskName name(TaskId task) {
    return TaskName.newBuilder()
        .setJob(task.job())
        .setStep(task.step())
        .setIndex(task.index())
        .build();
  }

  static TaskId id(TaskName name) {
    return new TaskId(name.getJob(), name.getStep(), name.getIndex());
  }

  static WorkerFigures figures(WorkerReport report) {
    return WorkerFigures.newBuilder()
        .setAddress(report.address())
        .setSlots(report.slots())
        .setLoad(report.load())
        .build();
  }

  static WorkerReport report(WorkerFigures figures) {
    return new WorkerReport(figures.getAddress(), figures.getSlots(), figures.getLoad());
  }

  static WorkOrder order(Order order) {
    return WorkOrder.newBuilder()
        .setText(order.text())
        .addAllInputs(BlobCodec.bytes(order.inputs()))
        .setAlso(order.also())
        .build();
  }

  static Order order(WorkOrder order) {
    return new Order(order.getText(), BlobCodec.blobs(order.getInputsList()), order.getAlso());
  }

  static WorkResult result(TaskResult result) {
    return WorkResult.newBuilder()
        .setText(result.text())
        .addAllOutputs(BlobCodec.bytes(result.outputs()))
        .addAllNext(result.next().stream().map(WorkCodec::order).toList())
        .build();
  }

  static TaskResult result(WorkResult result) {
    return new TaskResult(
        result.getText(),
        BlobCodec.blobs(result.getOutputsList()),
        result.getNextList().stream().map(WorkCodec::order).toList());
  }

  static TryEnding ending(Ending ending) {
    return switch (ending) {
      case AGAIN -> TryEnding.TRY_ENDING_AGAIN;
      case GIVEN_BACK -> TryEnding.TRY_ENDING_GIVEN_BACK;
      case FOR_GOOD -> TryEnding.TRY_ENDING_FOR_GOOD;
      case REJECTED -> TryEnding.TRY_ENDING_REJECTED;
      case NO_SPACE -> TryEnding.TRY_ENDING_NO_SPACE;
    };
  }

  static Ending ending(TryEnding ending) throws CorruptException {
    return switch (ending) {
      case TRY_ENDING_AGAIN -> Ending.AGAIN;
      case TRY_ENDING_GIVEN_BACK -> Ending.GIVEN_BACK;
      case TRY_ENDING_FOR_GOOD -> Ending.FOR_GOOD;
      case TRY_ENDING_REJECTED -> Ending.REJECTED;
      case TRY_ENDING_NO_SPACE -> Ending.NO_SPACE;
      case TRY_ENDING_UNSPECIFIED, UNRECOGNIZED ->
          throw new CorruptException("no such ending of a try");
    };
  }

  private static WorkerSteering steering(Steering steering) {
    return switch (steering) {
      case RUNNING -> WorkerSteering.WORKER_STEERING_RUNNING;
      case PAUSED -> WorkerSteering.WORKER_STEERING_PAUSED;
      case DRAINING -> WorkerSteering.WORKER_STEERING_DRAINING;
    };
  }

  private static Steering steering(WorkerSteering steering) throws CorruptException {
    return switch (steering) {
      case WORKER_STEERING_RUNNING -> Steering.RUNNING;
      case WORKER_STEERING_PAUSED -> Steering.PAUSED;
      case WORKER_STEERING_DRAINING -> Steering.DRAINING;
      case WORKER_STEERING_UNSPECIFIED, UNRECOGNIZED ->
          throw new CorruptException("no such steering of a worker");
    };
  }

  static WorkHappened happened(WorkChange change) {
    var to = WorkHappened.newBuilder();
    switch (change) {
      case WorkChange.TaskDone done ->
          to.getTaskDoneBuilder().setTask(name(done.task())).setWorker(done.worker());
      case WorkChange.TaskFailed failed ->
          to.getTaskFailedBuilder()
              .setTask(name(failed.task()))
              .setWorker(failed.worker())
              .setAttempts(failed.attempts())
              .setReason(failed.reason());
      case WorkChange.TaskStuck stuck ->
          to.getTaskStuckBuilder().setTask(name(stuck.task())).setReason(stuck.reason());
    }
    return to.build();
  }

  static Event event(WorkHappened happened) throws CorruptException {
    return new Event(happened.getSequence(), Terms.time(happened.getAt()), change(happened));
  }

  private static WorkChange change(WorkHappened happened) throws CorruptException {
    return switch (happened.getChangeCase()) {
      case TASK_DONE ->
          new WorkChange.TaskDone(
              id(happened.getTaskDone().getTask()), happened.getTaskDone().getWorker());
      case TASK_FAILED -> {
        var failed = happened.getTaskFailed();
        yield new WorkChange.TaskFailed(
            id(failed.getTask()), failed.getWorker(), failed.getAttempts(), failed.getReason());
      }
      case TASK_STUCK ->
          new WorkChange.TaskStuck(
              id(happened.getTaskStuck().getTask()), happened.getTaskStuck().getReason());
      case CHANGE_NOT_SET -> throw new CorruptException("an event without a change");
    };
  }

  static WorkSaved saved(WorkState state) {
    var to = WorkSaved.newBuilder();
    switch (state) {
      case WorkState.Task task -> {
        var saved =
            to.getTaskBuilder()
                .setId(name(task.id()))
                .setOrder(order(task.order()))
                .setNumber(task.number())
                .setAttempts(task.attempts())
                .addAllFailedBy(task.failedBy())
                .setReason(task.reason());
        for (var claim : task.claims()) {
          saved
              .addClaimsBuilder()
              .setWorker(claim.worker())
              .setResult(result(claim.result()))
              .setAt(Terms.time(claim.at()));
        }
        switch (task.phase()) {
          case WorkState.Pending pending ->
              saved.getPendingBuilder().setSince(Terms.time(pending.since()));
          case WorkState.Leased leased ->
              saved
                  .getLeasedBuilder()
                  .setWorker(leased.worker())
                  .setToken(leased.token())
                  .setSince(Terms.time(leased.since()))
                  .setUntil(Terms.time(leased.until()))
                  .setPermille(leased.permille());
          case WorkState.Done done ->
              saved
                  .getDoneBuilder()
                  .setWorker(done.worker())
                  .setToken(done.token())
                  .setResult(result(done.result()));
          case WorkState.Stuck stuck -> saved.getStuckBuilder().setSince(Terms.time(stuck.since()));
        }
      }
      case WorkState.Worker worker ->
          to.getWorkerBuilder()
              .setName(worker.name())
              .setReport(figures(worker.report()))
              .setSteering(steering(worker.steering()))
              .addAllSteps(worker.steps())
              .setToken(worker.token())
              .addAllTasks(worker.tasks().stream().map(WorkCodec::name).toList())
              .setDone(worker.done())
              .setFailed(worker.failed())
              .setRejected(worker.rejected())
              .setExpired(worker.expired())
              .setSince(Terms.time(worker.since()))
              .setHeardAt(Terms.time(worker.heardAt()));
      case WorkState.Rechecks rechecks ->
          to.getRechecksBuilder()
              .setSame(rechecks.same())
              .setDifferent(rechecks.different())
              .setUnlike(rechecks.unlike())
              .setUnchecked(rechecks.unchecked());
    }
    return to.build();
  }

  static WorkState state(WorkSaved saved) throws CorruptException {
    return switch (saved.getSavedCase()) {
      case TASK -> {
        var task = saved.getTask();
        yield new WorkState.Task(
            id(task.getId()),
            order(task.getOrder()),
            task.getNumber(),
            phase(task),
            task.getAttempts(),
            List.copyOf(task.getFailedByList()),
            task.getReason(),
            task.getClaimsList().stream()
                .map(claim ->
                    new WorkState.Claim(
                        claim.getWorker(), result(claim.getResult()), Terms.time(claim.getAt())))
                .toList());
      }
      case WORKER -> {
        var worker = saved.getWorker();
        yield new WorkState.Worker(
            worker.getName(),
            report(worker.getReport()),
            steering(worker.getSteering()),
            List.copyOf(worker.getStepsList()),
            worker.getToken(),
            worker.getTasksList().stream().map(WorkCodec::id).toList(),
            worker.getDone(),
            worker.getFailed(),
            worker.getRejected(),
            worker.getExpired(),
            Terms.time(worker.getSince()),
            Terms.time(worker.getHeardAt()));
      }
      case RECHECKS -> {
        var rechecks = saved.getRechecks();
        yield new WorkState.Rechecks(
            rechecks.getSame(),
            rechecks.getDifferent(),
            rechecks.getUnlike(),
            rechecks.getUnchecked());
      }
      case SAVED_NOT_SET -> throw new CorruptException("a part of work we do not know");
    };
  }

  private static WorkState.Phase phase(WorkSaved.Task task) throws CorruptException {
    return switch (task.getPhaseCase()) {
      case PENDING -> new WorkState.Pending(Terms.time(task.getPending().getSince()));
      case LEASED -> {
        var leased = task.getLeased();
        yield new WorkState.Leased(
            leased.getWorker(),
            leased.getToken(),
            Terms.time(leased.getSince()),
            Terms.time(leased.getUntil()),
            leased.getPermille());
      }
      case DONE ->
          new WorkState.Done(
              task.getDone().getWorker(),
              task.getDone().getToken(),
              result(task.getDone().getResult()));
      case STUCK -> new WorkState.Stuck(Terms.time(task.getStuck().getSince()));
      case PHASE_NOT_SET -> throw new CorruptException("a task without a phase");
    };
  }
}
