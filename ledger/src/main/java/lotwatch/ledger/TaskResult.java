package lotwatch.ledger;

import java.util.List;

/**
 * What came of a task.
 *
 * @param text what the worker found
 * @param outputs the blobs that it made
 * @param next the tasks of the next step, if this one decides what they are
 */
public record TaskResult(String text, List<BlobId> outputs, List<Order> next) {
  /** Blobs that one task makes. */
  public static final int OUTPUTS_MAX = 16;

  /** Characters of the text. */
  public static final int TEXT_LENGTH_MAX = Order.TEXT_LENGTH_MAX;

  /** Characters in all orders of the next step. */
  public static final int NEXT_LENGTH_MAX = 800_000;

  /**
   * @throws IllegalArgumentException naming the limit it breaks
   */
  public TaskResult {
    outputs = List.copyOf(outputs);
    next = List.copyOf(next);
    if (text.length() > TEXT_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "text has %d characters, the limit is %d".formatted(text.length(), TEXT_LENGTH_MAX));
    }
    if (outputs.size() > OUTPUTS_MAX) {
      throw new IllegalArgumentException(
          "outputs are %d, the limit is %d".formatted(outputs.size(), OUTPUTS_MAX));
    }
    if (next.size() > WorkCommand.TASKS_OF_JOB_MAX) {
      throw new IllegalArgumentException(
          "next are %d, the limit is %d".formatted(next.size(), WorkCommand.TASKS_OF_JOB_MAX));
    }
    long length = next.stream().mapToLong(each -> each.text().length()).sum();
    if (length > NEXT_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "next has %d characters, the limit is %d".formatted(length, NEXT_LENGTH_MAX));
    }
  }
}
