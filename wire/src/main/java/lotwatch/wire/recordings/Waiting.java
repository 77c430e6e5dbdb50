package lotwatch.wire.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import lotwatch.ledger.RecordingState;
import lotwatch.ledger.RecordingState.Status;
import lotwatch.ledger.Steps;
import lotwatch.ledger.TaskId;
import lotwatch.ledger.View;
import lotwatch.ledger.WorkCommand;
import lotwatch.ledger.WorkCommand.Steering;
import lotwatch.ledger.WorkState.Done;
import lotwatch.ledger.WorkState.Pending;
import lotwatch.ledger.WorkState.Task;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * What a recording waits for that does not get on by itself.
 *
 * @param reason for people, with what to do
 */
public record Waiting(Kind kind, String reason) {
  /** A worker that was not heard for so long is not there; each says it three times in it. */
  public static final Duration SILENCE_MAX = WorkCommand.LEASE;

  private static final int TOLD_MAX = 3;

  /** What it waits for. */
  public enum Kind {
    /** Other recordings' tasks, of which there are as many as may be. */
    TURN,
    /** A worker that can do it: none is there. */
    WORKER,
    /** An operator, who has paused those that could do it. */
    OPERATOR,
    /** Space on a disk. */
    SPACE,
    /** Another try, or somebody who does again what is done. */
    TRY
  }

  /** What a recording waits for; null if it gets on, or is not worked on. */
  public static @Nullable Waiting of(RecordingState recording, View view) {
    if (!recording.status().isRunning() || recording.status() == Status.RECORDING) {
      return null;
    }
    var tasks = view.tasks(recording.id());
    if (awaitsTurn(recording, tasks)) {
      return new Waiting(
          Kind.TURN,
          "tasks are as many as may be, %d: it goes on when some are done"
              .formatted(WorkCommand.TASKS_MAX));
    }
    var pending = tasks.stream().filter(task -> task.phase() instanceof Pending).toList();
    if (pending.isEmpty()) {
      return null;
    }
    var running = kinds(view, true);
    var left =
        pending.stream()
            .filter(task -> task.claims().size() != 1 && isNone(task, running))
            .toList();
    if (!left.isEmpty()) {
      return nobody(recording, left, kinds(view, false));
    }
    return pending.stream()
        .filter(task -> !task.reason().isEmpty())
        .findFirst()
        .map(Waiting::again)
        .orElse(null);
  }

  /** What an operator should mend of all recordings, one sentence each; of some, if many wait. */
  public static List<String> told(View view) {
    var all =
        view.recordings().stream()
            .flatMap(each -> {
              var waiting = of(each, view);
              return waiting == null || waiting.kind == Kind.TURN || waiting.kind == Kind.TRY
                  ? Stream.empty()
                  : Stream.of("recording %s waits: %s".formatted(each.id(), waiting.reason));
            })
            .toList();
    return all.size() <= TOLD_MAX
        ? all
        : Stream.concat(
                all.stream().limit(TOLD_MAX),
                Stream.of("%d more recordings wait".formatted(all.size() - TOLD_MAX)))
            .toList();
  }

  private static boolean awaitsTurn(RecordingState recording, Collection<Task> tasks) {
    return switch (recording.status()) {
      case SPLITTING -> tasks.stream().allMatch(task -> task.phase() instanceof Done);
      case JOINING -> recording.footage() != null && tasks.isEmpty();
      case RECORDING, ENCODING, COMPLETED, FAILED, CANCELLED -> false;
    };
  }

  /** What workers do that are there, and run or do not. */
  private static Set<String> kinds(View view, boolean isRunning) {
    var since = view.at().minus(SILENCE_MAX);
    var kinds = new HashSet<String>();
    for (var worker : view.workers()) {
      if (!worker.heardAt().isBefore(since)
          && (worker.steering() == Steering.RUNNING) == isRunning) {
        kinds.addAll(worker.steps());
      }
    }
    return kinds;
  }

  private static boolean isNone(Task task, Set<String> kinds) {
    return Collections.disjoint(task.kinds(), kinds);
  }

  private static Waiting nobody(RecordingState recording, List<Task> left, Set<String> steered) {
    var first = left.getFirst();
    var what =
        what(first.id()) + (left.size() == 1 ? "" : " and %d more".formatted(left.size() - 1));
    if (!isNone(first, steered)) {
      return new Waiting(
          Kind.OPERATOR,
          "%s: the workers that could do it are paused or draining (lotwatch worker list, resume)"
              .formatted(what));
    }
    return new Waiting(
        Kind.WORKER,
        "%s: it needs a worker of Lotwatch, and none is there (lotwatch worker --join, or recordings.slots above 0); %s"
            .formatted(what, whyNoGuest(recording, first)));
  }

  private static String whyNoGuest(RecordingState recording, Task task) {
    if (!task.id().step().equals(Steps.ENCODE)) {
      return "guests only encode";
    }
    if (task.kinds().contains(Steps.SCALE)) {
      return "a guest could do it, and none is there";
    }
    if (!task.order().also().isEmpty()) {
      return "guests tried it %d times in vain, the last time: %s"
          .formatted(task.attempts(), task.reason());
    }
    var unlent = unlent(recording.facts());
    return unlent.isEmpty() ? "guests cannot do it" : "guests cannot do it: " + unlent;
  }

  /** Why pieces are not for guests, as the split has found. */
  private static String unlent(String facts) {
    try {
      return facts.isEmpty() ? "" : Json.object(facts.getBytes(UTF_8)).path("unlent").asString("");
    } catch (ProblemException _) {
      return ""; // no facts of ours
    }
  }

  private static String what(TaskId task) {
    return task.step().equals(Steps.ENCODE) ? "piece " + (task.index() + 1) : task.step();
  }

  private static Waiting again(Task task) {
    if (!task.claims().isEmpty()) {
      return new Waiting(Kind.TRY, "%s: %s".formatted(what(task.id()), task.reason()));
    }
    return new Waiting(
        task.attempts() == 0 ? Kind.SPACE : Kind.TRY,
        "%s is tried again: %s".formatted(what(task.id()), task.reason()));
  }
}
