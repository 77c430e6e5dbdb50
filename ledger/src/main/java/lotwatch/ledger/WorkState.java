package lotwatch.ledger;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import lotwatch.ledger.WorkCommand.Steering;
import org.jspecify.annotations.Nullable;

/** What is known of work, for snapshots and for readers. Version 7. */
public sealed interface WorkState extends LedgerState.Part {
  @Override
  default int version() {
    return 7;
  }

  /**
   * A task.
   *
   * @param number orders those that wait: the last event before it was added
   * @param attempts how often it was tried and came to nothing
   * @param failedBy the workers that tried
   * @param reason why the last try came to nothing, or could not begin; empty if there was none
   * @param claims what workers say that came of it, while others do it again
   */
  record Task(
      TaskId id,
      Order order,
      long number,
      Phase phase,
      int attempts,
      List<String> failedBy,
      String reason,
      List<Claim> claims)
      implements WorkState {
    public Task {
      failedBy = List.copyOf(failedBy);
      claims = List.copyOf(claims);
    }

    /** One that nobody did yet. */
    Task(TaskId id, Order order, long number, Phase phase) {
      this(id, order, number, phase, 0, List.of(), "", List.of());
    }

    /** The same in another phase. */
    Task in(Phase next) {
      return new Task(id, order, number, next, attempts, failedBy, reason, claims);
    }

    /** The same, waiting for what the reason says. */
    Task waiting(String why, Instant now) {
      return new Task(id, order, number, new Pending(now), attempts, failedBy, why, claims);
    }

    /** The same, to be done by one more. */
    Task claimed(Claim more, String why, Instant now) {
      var all = Stream.concat(claims.stream(), Stream.of(more)).toList();
      return new Task(id, order, number, new Pending(now), 0, List.of(), why, all);
    }

    /** The same, done. */
    Task done(Done done) {
      return new Task(id, order, number, done, attempts, failedBy, reason, List.of());
    }

    /** Whether this worker has done it, and it is done again. */
    boolean isClaimedBy(String worker) {
      return claims.stream().anyMatch(claim -> claim.worker().equals(worker));
    }

    /** Whether another worker is to do again what one has done. */
    boolean awaitsAnother() {
      return phase instanceof Pending && claims.size() == 1;
    }

    /** The kinds of work whose workers may have it. */
    public List<String> kinds() {
      if (!claims.isEmpty()) {
        return List.of(claims.size() == 1 ? id.step() : Steps.SETTLE);
      }
      return order.also().isEmpty() || attempts >= WorkCommand.ALSO_ATTEMPTS_MAX
          ? List.of(id.step())
          : List.of(id.step(), order.also());
    }

    /** Its lease, if it is leased under this token; else null. */
    public @Nullable Leased under(String token) {
      return phase instanceof Leased leased && leased.token().equals(token) ? leased : null;
    }
  }

  /**
   * What a worker says that came of a task.
   *
   * @param at when it said so
   */
  record Claim(String worker, TaskResult result, Instant at) {}

  /**
   * What came of all tasks that were done again.
   *
   * @param same how often two workers made the same
   * @param different how often they did not, and say that they did it alike
   * @param unlike how often they did not, and say that they did it by other means
   * @param unchecked how often nobody else could do it
   */
  record Rechecks(long same, long different, long unlike, long unchecked) implements WorkState {
    /** None yet. */
    static final Rechecks NONE = new Rechecks(0, 0, 0, 0);

    Rechecks oneMoreSame() {
      return new Rechecks(same + 1, different, unlike, unchecked);
    }

    Rechecks oneMoreDifferent() {
      return new Rechecks(same, different + 1, unlike, unchecked);
    }

    Rechecks oneMoreUnlike() {
      return new Rechecks(same, different, unlike + 1, unchecked);
    }

    Rechecks oneMoreUnchecked() {
      return new Rechecks(same, different, unlike, unchecked + 1);
    }
  }

  /** How far a task is. */
  sealed interface Phase {}

  /** Nobody does it yet. */
  record Pending(Instant since) implements Phase {}

  /**
   * Somebody does it.
   *
   * @param until when the lease ends unless it is renewed
   * @param permille of it that is done
   */
  record Leased(String worker, String token, Instant since, Instant until, int permille)
      implements Phase {}

  /** It is done. */
  record Done(String worker, String token, TaskResult result) implements Phase {}

  /** It is set aside: nobody could do it. */
  record Stuck(Instant since) implements Phase {}

  /**
   * A worker.
   *
   * @param token of its newest lease; empty before the first
   * @param tasks that are leased to it, by id
   * @param done how many it has done
   * @param failed how many it has tried in vain
   * @param rejected of them, results that were not what it said, since it was resumed
   * @param expired of them, leases that it let end
   * @param heardAt when it last said that it is there
   */
  record Worker(
      String name,
      WorkerReport report,
      Steering steering,
      List<String> steps,
      String token,
      List<TaskId> tasks,
      long done,
      long failed,
      int rejected,
      int expired,
      Instant since,
      Instant heardAt)
      implements WorkState {
    public Worker {
      steps = List.copyOf(steps);
      tasks = List.copyOf(tasks);
    }

    /** The same, heard again. */
    Worker renewed(WorkerReport said, List<String> does, Instant now) {
      return new Worker(
          name, said, steering, does, token, tasks, done, failed, rejected, expired, since, now);
    }

    /** The same after its newest lease. */
    Worker asked(String newToken) {
      return new Worker(
          name, report, steering, steps, newToken, tasks, done, failed, rejected, expired, since,
          heardAt);
    }

    /** The same, steered otherwise; one that is to run begins anew with what was rejected. */
    Worker steered(Steering to) {
      return new Worker(
          name,
          report,
          to,
          steps,
          token,
          tasks,
          done,
          failed,
          to == Steering.RUNNING ? 0 : rejected,
          expired,
          since,
          heardAt);
    }

    /** The same with other tasks, and with one more that ended so. */
    Worker with(List<TaskId> now, Ended ended) {
      return new Worker(
          name,
          report,
          steering,
          steps,
          token,
          now,
          done + (ended == Ended.DONE ? 1 : 0),
          failed + (ended == Ended.DONE || ended == Ended.UNTRIED ? 0 : 1),
          rejected + (ended == Ended.REJECTED ? 1 : 0),
          expired + (ended == Ended.EXPIRED ? 1 : 0),
          since,
          heardAt);
    }
  }

  /** What became of a task that a worker had. */
  enum Ended {
    DONE,
    FAILED,
    REJECTED,
    EXPIRED,
    /** It was given back, or dropped: this counts for nothing. */
    UNTRIED
  }
}
