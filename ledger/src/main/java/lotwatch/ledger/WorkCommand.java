package lotwatch.ledger;

import java.time.Duration;
import java.util.List;

/** A command about work that must survive: tasks that workers lease. They are of version 7. */
public sealed interface WorkCommand extends Command {
  /** Tasks of one step of a job. */
  int TASKS_OF_JOB_MAX = 2_000;

  /** Tasks that are known at the same time, of all jobs. */
  int TASKS_MAX = 50_000;

  /** Workers that are known at the same time. */
  int WORKERS_MAX = 5_000;

  /** Tasks that one command leases, or whose leases it renews. */
  int LEASES_MAX = 64;

  /** Kinds of work that a worker does. */
  int STEPS_MAX = 16;

  /** How often a task is tried; then it is set aside. */
  int ATTEMPTS_MAX = 5;

  /**
   * Tries of a task after which it is left to the workers of its own step: guests that fail do not
   * set it aside.
   */
  int ALSO_ATTEMPTS_MAX = 3;

  /** Results of a worker that were not what it said; then it is paused, until it is resumed. */
  int REJECTED_MAX = 3;

  /**
   * How long a task that is to be done again waits where nobody else is there to do it; then it
   * counts as it is.
   */
  Duration RECHECK_WAIT = Duration.ofSeconds(15);

  /** The same where others are there, who have no time for it. */
  Duration RECHECK_WAIT_MAX = Duration.ofMinutes(10);

  /** How long a lease lasts unless it is renewed. */
  Duration LEASE = Duration.ofSeconds(30);

  /** A worker that runs and was not heard for so long is forgotten. */
  Duration WORKER_SILENCE_MAX = Duration.ofMinutes(10);

  /** Characters of a reason. */
  int REASON_LENGTH_MAX = 500;

  /** Characters of a token. */
  int TOKEN_LENGTH_MAX = 64;

  @Override
  default int version() {
    return 7;
  }

  /**
   * A worker wants tasks. Those it got are leased under its token: asked again with the same token,
   * it has the same ones.
   *
   * @param token nobody else's, and new with each lease
   * @param count how many it wants at most
   * @param steps the kinds of work that it does
   */
  record Lease(String worker, WorkerReport report, String token, int count, List<String> steps)
      implements WorkCommand {
    /**
     * @throws IllegalArgumentException naming the field and the limit it breaks
     */
    public Lease {
      steps = List.copyOf(steps);
      Limits.checkedId("worker", worker);
      Limits.checked("token", token, TOKEN_LENGTH_MAX);
      within("count", count, LEASES_MAX);
      within("steps", steps.size(), STEPS_MAX);
      steps.forEach(step -> Limits.checkedId("step", step));
    }
  }

  /**
   * A worker is there, and goes on with these tasks.
   *
   * @param steps the kinds of work that it does
   * @param renewals none if it has nothing to do
   */
  record Renew(String worker, WorkerReport report, List<String> steps, List<Renewal> renewals)
      implements WorkCommand {
    /**
     * @throws IllegalArgumentException naming the field and the limit it breaks
     */
    public Renew {
      steps = List.copyOf(steps);
      renewals = List.copyOf(renewals);
      Limits.checkedId("worker", worker);
      within("steps", steps.size(), STEPS_MAX);
      steps.forEach(step -> Limits.checkedId("step", step));
      if (renewals.size() > LEASES_MAX) {
        throw new IllegalArgumentException(
            "renewals are %d, the limit is %d".formatted(renewals.size(), LEASES_MAX));
      }
    }

    @Override
    public boolean isUpkeep() {
      return true;
    }
  }

  /**
   * How far a task is.
   *
   * @param permille of it that is done, 0 to 1000
   */
  record Renewal(TaskId task, String token, int permille) {
    public Renewal {
      if (permille < 0 || permille > 1_000) {
        throw new IllegalArgumentException(
            "permille is %d, the limits are 0 and 1000".formatted(permille));
      }
    }
  }

  /**
   * A task is done. Rejected as stale unless it is leased under this token.
   *
   * @param again whether another worker is to do it as well, and must make the same, before it
   *     counts
   */
  record Complete(TaskId task, String token, TaskResult result, boolean again)
      implements WorkCommand {
    /** Bytes of its line in the log. */
    public static final int BYTES_MAX = 1_200_000;

    /** One whose worker is believed. */
    public Complete(TaskId task, String token, TaskResult result) {
      this(task, token, result, false);
    }

    @Override
    public int bytesMax() {
      return BYTES_MAX;
    }

    @Override
    public boolean mustHappenOnce() {
      return true;
    }
  }

  /**
   * A task could not be done. Rejected as stale unless it is leased under this token.
   *
   * @param reason for people
   * @param ending what comes of the task
   */
  record Fail(TaskId task, String token, String reason, Ending ending) implements WorkCommand {
    public Fail {
      Limits.checked("reason", reason, REASON_LENGTH_MAX);
    }
  }

  /** How a try ended that came to nothing. */
  enum Ending {
    /** Another try may succeed, by another worker first. */
    AGAIN,
    /** The result was not what its worker said, which is held against the worker; else as again. */
    REJECTED,
    /** It was given back untried; this does not count as a try. */
    GIVEN_BACK,
    /** Its machine has no space for it now: it waits with this reason, which is no try either. */
    NO_SPACE,
    /** No try can succeed: the task is set aside. */
    FOR_GOOD
  }

  /** What an operator wants of a worker. */
  record Steer(String worker, Steering steering) implements WorkCommand {
    public Steer {
      Limits.checkedId("worker", worker);
    }
  }

  /** Whether a worker gets tasks. */
  enum Steering {
    RUNNING,
    /** It gets nothing until it is resumed; what it has it goes on with. */
    PAUSED,
    /** It gets nothing any more, so that it can be stopped once it has ended what it has. */
    DRAINING
  }

  private static void within(String field, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(
          "%s is %d, the limits are 1 and %d".formatted(field, value, max));
    }
  }
}
