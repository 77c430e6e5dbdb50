package lotwatch.ledger;

import java.util.stream.Stream;
import lotwatch.ledger.WorkChange.TaskFailed;
import lotwatch.ledger.WorkCommand.Complete;
import lotwatch.ledger.WorkState.Claim;
import lotwatch.ledger.WorkState.Ended;
import lotwatch.ledger.WorkState.Rechecks;
import lotwatch.ledger.WorkState.Task;

/**
 * Tasks that two workers do, because neither is believed alone. The same from both counts. Where
 * they differ both are distrusted, a node does it once more, and what that makes counts.
 */
final class Claims {
  private final Context context;
  private final Workers workers;
  private Rechecks counted = Rechecks.NONE;
  private volatile Rechecks shown = counted;

  Claims(Context context, Workers workers) {
    this.context = context;
    this.workers = workers;
  }

  /** Whether one more worker is to do it before this counts. */
  boolean awaitsAnother(Task task, Complete complete) {
    var result = complete.result();
    return switch (task.claims().size()) {
      case 0 ->
          complete.again()
              && result.next().isEmpty()
              && !result.outputs().isEmpty()
              && !result.outputs().equals(task.order().inputs()); // else nothing was made
      case 1 -> !result.outputs().equals(task.claims().getFirst().result().outputs());
      default -> false;
    };
  }

  /** The task with this claim as well, to be done once more. */
  Task claimed(Task task, Claim claim) {
    if (task.claims().isEmpty()) {
      var why =
          "%s has done it, and another worker does it again to compare".formatted(claim.worker());
      return task.claimed(claim, why, context.now());
    }
    var first = task.claims().getFirst();
    var said = claim.result();
    boolean isAlike = said.outputs().isEmpty() || said.text().equals(first.result().text());
    counted = isAlike ? counted.oneMoreDifferent() : counted.oneMoreUnlike();
    var why =
        "%s and %s did not make the same of it, and a node does it again"
            .formatted(first.worker(), claim.worker());
    return task.claimed(claim, why, context.now());
  }

  /** This is what came of it: who made something else in the same way has not done what it said. */
  void settle(Task task, TaskResult result) {
    if (task.claims().size() == 1) {
      counted = counted.oneMoreSame();
    }
    for (var claim : task.claims()) {
      if (!claim.result().outputs().equals(result.outputs())
          && claim.result().text().equals(result.text())) {
        workers.drop(claim.worker(), task.id(), Ended.REJECTED);
        context.emit(
            new TaskFailed(
                task.id(),
                claim.worker(),
                task.attempts(),
                "what it made is not what a node made of it"));
      }
    }
  }

  /** Nobody else could do it. */
  void leftUnchecked() {
    counted = counted.oneMoreUnchecked();
  }

  void adopt(Rechecks saved) {
    counted = saved;
  }

  Stream<WorkState> save() {
    return counted.equals(Rechecks.NONE) ? Stream.empty() : Stream.of(counted);
  }

  void draw() {
    shown = counted;
  }

  Rechecks view() {
    return shown;
  }
}
