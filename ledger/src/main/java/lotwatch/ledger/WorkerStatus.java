package lotwatch.ledger;

import java.util.List;

/**
 * The workers of one node: the threads that look at frames.
 *
 * @param workers how many there are, 0 to {@value #WORKERS_MAX}; numbered from 1
 * @param stuck the numbers of those that do not come to an end with their frame
 */
public record WorkerStatus(int workers, List<Integer> stuck) {
  /** Threads of one node that look at frames. */
  public static final int WORKERS_MAX = 256;

  /** Of a node that did not say, as older ones do not. */
  public static final WorkerStatus UNKNOWN = new WorkerStatus(0, List.of());

  /**
   * @throws IllegalArgumentException if there are too many, or one is stuck that there is not
   */
  public WorkerStatus {
    if (workers < 0 || workers > WORKERS_MAX) {
      throw new IllegalArgumentException(
          "workers are %d, the limits are 0 and %d".formatted(workers, WORKERS_MAX));
    }
    stuck = List.copyOf(stuck);
    for (int number : stuck) {
      if (number < 1 || number > workers) {
        throw new IllegalArgumentException(
            "worker %d is stuck, but there are %d".formatted(number, workers));
      }
    }
    if (stuck.size() > workers) {
      throw new IllegalArgumentException(
          "%d workers are stuck, but there are %d".formatted(stuck.size(), workers));
    }
  }
}
