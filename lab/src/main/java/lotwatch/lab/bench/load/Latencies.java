package lotwatch.lab.bench.load;

import org.HdrHistogram.Histogram;

/**
 * How long requests took.
 *
 * <p>A client that waits for its answer asks nothing meanwhile: what others would have suffered
 * from a pause of the server is missing ("coordinated omission"). {@link #corrected} puts it back.
 *
 * @param raw in nanoseconds, each request that was answered as it should be, and those that were
 *     given up, with the time until then
 * @param corrected the same with what is missing. Closed pace: a request that took longer than
 *     {@code expectedNanos} stands for further ones, each begun that much later. Open pace: nothing
 *     is missing, since time counts from the schedule
 * @param expectedNanos how often a connection asks when nothing holds it up: the median of {@code
 *     raw}; 0 at open pace
 * @see <a href="https://github.com/HdrHistogram/HdrHistogram">HdrHistogram</a>
 */
public record Latencies(Histogram raw, Histogram corrected, long expectedNanos) {
  private static final int DIGITS = 3;

  static Histogram empty() {
    return new Histogram(DIGITS);
  }

  static Latencies of(Histogram raw, SendRate pace) {
    long expectedNanos =
        switch (pace) {
          case SendRate.Closed _ -> raw.getValueAtPercentile(50);
          case SendRate.Open _ -> 0;
        };
    var corrected =
        expectedNanos == 0 ? raw.copy() : raw.copyCorrectedForCoordinatedOmission(expectedNanos);
    return new Latencies(raw, corrected, expectedNanos);
  }

  /** So many of a hundred took no longer, in milliseconds; 0 if there are none. */
  public static double millis(Histogram histogram, double percentile) {
    return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percentile) / 1e6;
  }
}
