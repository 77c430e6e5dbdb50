package lotwatch.wire.json;

import java.time.Instant;
import java.util.List;
import lotwatch.ledger.WorkState.Worker;

/**
 * Who does tasks, in JSON.
 *
 * @param steering one of running, paused, draining
 * @param address where it is, for people
 * @param slots tasks that it does at the same time
 * @param load how busy its machine is besides: 1 when one task waits for each core
 * @param steps the kinds of work that it does
 * @param leases tasks that it has
 * @param done tasks that it has done
 * @param failed tasks that it has tried in vain
 * @param rejected of them, results that were not what it said, since it was resumed
 * @param expired of them, leases that it let end
 * @param heardAt when it last said that it is there
 */
public record WorkerShape(
    String name,
    String steering,
    String address,
    int slots,
    double load,
    List<String> steps,
    int leases,
    long done,
    long failed,
    int rejected,
    int expired,
    Instant since,
    Instant heardAt) {
  private static final double LOADED = 1_000;

  public WorkerShape {
    steps = List.copyOf(steps);
  }

  /** One worker. */
  public static WorkerShape of(Worker worker) {
    return new WorkerShape(
        worker.name(),
        Words.of(worker.steering()),
        worker.report().address(),
        worker.report().slots(),
        worker.report().load() / LOADED,
        worker.steps(),
        worker.tasks().size(),
        worker.done(),
        worker.failed(),
        worker.rejected(),
        worker.expired(),
        worker.since(),
        worker.heardAt());
  }
}
