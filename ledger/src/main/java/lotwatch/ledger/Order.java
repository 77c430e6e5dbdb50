package lotwatch.ledger;

import java.util.List;

/**
 * What is to be done; the ledger does not know what it means, the workers do.
 *
 * @param text what to do with the inputs
 * @param inputs the blobs that it needs
 */
public record Order(String text, List<BlobId> inputs) {
  /** Characters of the text. */
  public static final int TEXT_LENGTH_MAX = 4_000;

  /** Blobs that one task needs: the source, and each of its pieces. */
  public static final int INPUTS_MAX = WorkCommand.TASKS_OF_JOB_MAX + 1;

  /**
   * @throws IllegalArgumentException naming the limit it breaks
   */
  public Order {
    inputs = List.copyOf(inputs);
    if (text.length() > TEXT_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "text has %d characters, the limit is %d".formatted(text.length(), TEXT_LENGTH_MAX));
    }
    if (inputs.size() > INPUTS_MAX) {
      throw new IllegalArgumentException(
          "inputs are %d, the limit is %d".formatted(inputs.size(), INPUTS_MAX));
    }
  }
}
