package lotwatch.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What those whose work it is do with tasks. */
interface Tasks {
  /** Whether so many more may be added. */
  boolean mayAdd(int more);

  /** Adds tasks of a step, from index 0 on. */
  void add(String job, String step, List<Order> orders);

  /** Whether a job has tasks of a step. */
  boolean hasAny(String job, String step);

  /** What came of a task; null unless it is done. */
  @Nullable TaskResult result(TaskId task);

  /** Forgets all tasks of a step; results of those that are still leased will be stale. */
  void drop(String job, String step);
}
