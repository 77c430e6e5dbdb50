package lotwatch.lab.bench.finder;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import org.knowm.xchart.style.AxesChartStyler;

/**
 * What a plot goes along. Places on it are numbers; each whole one has a tick, unless they are
 * many.
 *
 * @param scale makes places out of values
 * @param tick what is written at a place
 */
record Axis(
    String label, DoubleUnaryOperator scale, DoubleFunction<String> tick, double from, double to) {
  private static final double NINES = 4;
  private static final int TICKS_MAX = 5;

  /** Twice as much is as far everywhere. */
  static Axis doublings(String label, List<Integer> values) {
    double from = Math.floor(log2(values.getFirst()));
    double to = Math.max(Math.ceil(log2(values.getLast())), from + 1);
    return new Axis(label, Axis::log2, place -> Show.number(Math.pow(2, place), 0), from, to);
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }

  /** From 0 to a value. */
  static Axis linear(String label, double to) {
    return new Axis(
        label,
        DoubleUnaryOperator.identity(),
        place -> Show.number(place, 0),
        0,
        Math.max(Math.ceil(to), 1));
  }

  /** Percentiles: each further nine is as far as the one before. */
  static Axis nines(String label) {
    return new Axis(
        label,
        percent -> Math.min(-Math.log10(1 - percent / 100), NINES),
        nines -> Show.number(100 - Math.pow(10, 2 - nines), Math.max(0, (int) nines - 2)),
        0,
        NINES);
  }

  /** Where a value lies. */
  double place(double value) {
    return scale.applyAsDouble(value);
  }

  /**
   * Has a chart show its ticks.
   *
   * @param width that it has at least, in pixels
   */
  void ticks(AxesChartStyler style, int width) {
    style.setXAxisMin(from).setXAxisMax(to).setXAxisTickLabelsFormattingFunction(tick::apply);
    style.setXAxisTickMarkSpacingHint((int) (width / Math.min(to - from, TICKS_MAX)));
  }
}
