package lotwatch.ledger;

import java.util.Comparator;

/**
 * A task of a job.
 *
 * @param job what it belongs to, such as a recording
 * @param step what kind of work it is, such as {@code encode}
 * @param index which of its step, from 0
 */
public record TaskId(String job, String step, int index) implements Comparable<TaskId> {
  private static final Comparator<TaskId> ORDER =
      Comparator.comparing(TaskId::job).thenComparing(TaskId::step).thenComparingInt(TaskId::index);

  /**
   * @throws IllegalArgumentException naming the field and the limit it breaks
   */
  public TaskId {
    Limits.checkedId("job", job);
    Limits.checkedId("step", step);
    if (index < 0 || index >= WorkCommand.TASKS_OF_JOB_MAX) {
      throw new IllegalArgumentException(
          "index is %d, the limits are 0 and %d"
              .formatted(index, WorkCommand.TASKS_OF_JOB_MAX - 1));
    }
  }

  @Override
  public int compareTo(TaskId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return job + "/" + step + "/" + index;
  }
}
