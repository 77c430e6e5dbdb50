package lotwatch.cli;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What became of the updates that sensors sent. Any thread may add to it. */
final class SensorTally {
  private final LongAdder sent = new LongAdder();
  private final AtomicLong acknowledged = new AtomicLong();
  private final LongAdder waitedNanos = new LongAdder();
  private final LongAccumulator longestNanos = new LongAccumulator(Math::max, 0);
  private volatile @Nullable String problem;

  void sent(int count) {
    sent.add(count);
  }

  void acknowledged(long nanos) {
    acknowledged.incrementAndGet();
    waitedNanos.add(nanos);
    longestNanos.accumulate(nanos);
  }

  void failed(String why) {
    problem = why;
  }

  long sent() {
    return sent.sum();
  }

  long acknowledged() {
    return acknowledged.get();
  }

  /** What went wrong last; null if nothing did. */
  @Nullable String problem() {
    return problem;
  }

  /** All of it in a line. */
  String summary(long nanos) {
    long done = acknowledged();
    var line =
        String.format(
            Locale.ROOT,
            "%d sent, %d acknowledged in %.1f s (%.0f a second); an answer took %.2f ms, at most"
                + " %.2f ms",
            sent(),
            done,
            nanos / 1e9,
            done / (nanos / 1e9),
            done == 0 ? 0 : waitedNanos.sum() / 1e6 / done,
            longestNanos.get() / 1e6);
    var last = problem;
    return last == null ? line : line + "; last problem: " + last;
  }
}
