package lotwatch.lab.bench.finder;

import java.util.Locale;
import lotwatch.lab.bench.load.Latencies;
import org.HdrHistogram.Histogram;

/** Numbers as people read them. */
final class Show {
  private Show() {}

  static String number(double number, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", number);
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** So many of a hundred took no longer, in ms. */
  static String millis(Histogram nanos, double percentile) {
    return millis(Latencies.millis(nanos, percentile));
  }

  /** The same of a histogram of microseconds. */
  static double microsAsMillis(Histogram micros, double percentile) {
    return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percentile) / 1e3;
  }

  static String millis(double millis) {
    return number(millis, millis < 1 ? 3 : millis < 10 ? 2 : millis < 100 ? 1 : 0);
  }

  /** 95 of 100 calls took no longer, in ms, as their workers saw it. */
  static double p95(RpcCalls calls) {
    return Latencies.millis(calls.outcome().latencies().raw(), 95);
  }
}
