package lotwatch.recordings.guests;

import java.util.List;
import java.util.Set;
import lotwatch.ledger.TaskId;
import lotwatch.ledger.TaskResult;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.WorkCommand.Ending;
import lotwatch.ledger.WorkCommand.Renewal;
import lotwatch.ledger.WorkerReport;
import lotwatch.recordings.work.LeasedTask;
import lotwatch.recordings.work.TaskSource;

/** The tasks of a guest: none while it does not answer, and then nobody says that it is there. */
record GuestTasks(Guest guest, TaskSource ledger) implements TaskSource {
  @Override
  public boolean hasWaiting() {
    return guest.isThere() && ledger.hasWaiting();
  }

  @Override
  public List<LeasedTask> lease(WorkerReport report, int count) throws UnavailableException {
    return ledger.lease(report, count);
  }

  @Override
  public Set<TaskId> renew(WorkerReport report, List<Renewal> renewals)
      throws UnavailableException {
    return guest.isThere() || !renewals.isEmpty() ? ledger.renew(report, renewals) : Set.of();
  }

  @Override
  public boolean complete(LeasedTask task, TaskResult result) throws UnavailableException {
    return ledger.complete(task, result);
  }

  @Override
  public void fail(LeasedTask task, String reason, Ending ending) throws UnavailableException {
    ledger.fail(task, reason, ending);
  }
}
