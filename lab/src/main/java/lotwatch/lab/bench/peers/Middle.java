package lotwatch.lab.bench.peers;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** The median of short rounds: one that others on the machine disturbed does not decide. */
final class Middle {
  private Middle() {}

  /** Of one value of each round; 0 if there was none. */
  static <T> double of(Collection<T> rounds, ToDoubleFunction<T> value) {
    var sorted = rounds.stream().mapToDouble(value).sorted().toArray();
    return sorted.length == 0
        ? 0
        : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
