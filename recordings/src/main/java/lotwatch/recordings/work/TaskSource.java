package lotwatch.recordings.work;

import java.util.List;
import java.util.Set;
import lotwatch.ledger.TaskId;
import lotwatch.ledger.TaskResult;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.WorkCommand.Ending;
import lotwatch.ledger.WorkCommand.Renewal;
import lotwatch.ledger.WorkerReport;

/** Where one worker gets its tasks, and says what came of them. */
public interface TaskSource {
  /** Whether a task waits for somebody, as far as is known here; costs nothing. */
  boolean hasWaiting();

  /**
   * Leases tasks.
   *
   * @param count at most so many
   * @return none if others are to have what waits, or the worker is paused
   */
  List<LeasedTask> lease(WorkerReport report, int count) throws UnavailableException;

  /**
   * Says that the worker is there and goes on.
   *
   * @return the tasks that are this worker's still
   */
  Set<TaskId> renew(WorkerReport report, List<Renewal> renewals) throws UnavailableException;

  /**
   * A task is done. Asked again it has the same effect as once.
   *
   * @return false if it was not this worker's any more: what it made counts for nothing
   */
  boolean complete(LeasedTask task, TaskResult result) throws UnavailableException;

  /**
   * A task could not be done.
   *
   * @param reason for people
   */
  void fail(LeasedTask task, String reason, Ending ending) throws UnavailableException;
}
