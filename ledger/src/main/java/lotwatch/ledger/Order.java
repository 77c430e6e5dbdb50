package lotwatch.ledger;

import java.util.List;

/**
 * What is to be done; the ledger does not know what it means, the workers do.
 *
 * @param text what to do with the inputs
 * @param inputs the blobs that it needs
 * @param also a kind of work beside its step, whose workers can do it as well; empty if only those
 *     of its step can
 */
public record Order(String text, List<BlobId> inputs, String also) {
  /** Characters of the text. */
  public static final int TEXT_LENGTH_MAX = 4_000;

  /** Blobs that one task needs: the source, and each of its pieces. */
  public static final int INPUTS_MAX = WorkCommand.TASKS_OF_JOB_MAX + 1;

  /**
   * @throws IllegalArgumentException naming the limit it breaks
   */
  public Order {
    inputs = List.copyOf(inputs);
    if (!also.isEmpty()) {
      Limits.checkedId("also", also);
    }
    if (text.length() > TEXT_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "text has %d characters, the limit is %d".formatted(text.length(), TEXT_LENGTH_MAX));
    }
    if (inputs.size() > INPUTS_MAX) {
      throw new IllegalArgumentException(
          "inputs are %d, the limit is %d".formatted(inputs.size(), INPUTS_MAX));
    }
  }

  /** What only the workers of its step can do. */
  public Order(String text, List<BlobId> inputs) {
    this(text, inputs, "");
  }
}
