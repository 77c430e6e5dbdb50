package lotwatch.lab.bench.finder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * One axis of a plot.
 *
 * @param scale makes even distances out of values
 * @param from the value at its beginning
 * @param to the value at its end
 */
record Axis(String label, DoubleUnaryOperator scale, double from, double to, List<Tick> ticks) {
  private static final int[] STEPS = {1, 2, 5};
  private static final int TICKS_MAX = 8;
  private static final double NINES_MAX = 99.99;

  Axis {
    ticks = List.copyOf(ticks);
  }

  /** A value that is written beside the axis. */
  record Tick(double at, String label) {}

  /** Each of these values has a tick; twice as much is as far everywhere. */
  static Axis doublings(String label, List<Integer> values) {
    var ticks = values.stream().map(value -> new Tick(value, "" + value)).toList();
    double least = values.getFirst();
    double most = Math.max(values.getLast(), least * 2);
    return new Axis(label, Math::log, least / 1.2, most * 1.2, ticks);
  }

  /** From 0 to a value. */
  static Axis linear(String label, double to) {
    double end = Math.max(to, 1);
    double step = Math.pow(10, Math.floor(Math.log10(end)));
    while (end / step < TICKS_MAX / 2.0) {
      step /= 2;
    }
    var ticks = new ArrayList<Tick>();
    for (int i = 0; i * step <= end; i++) {
      ticks.add(new Tick(i * step, Show.number(i * step, step < 1 ? 1 : 0)));
    }
    return new Axis(label, DoubleUnaryOperator.identity(), 0, end, ticks);
  }

  /** Ten times as much is as far everywhere; holds all of these values that are above 0. */
  static Axis logarithmic(String label, List<Double> values) {
    double least = values.stream().filter(value -> value > 0).min(Double::compare).orElse(1.0);
    double most = values.stream().max(Double::compare).orElse(1.0);
    var candidates = new ArrayList<Double>();
    for (int decade = -6; decade < 10; decade++) {
      for (int step : STEPS) {
        candidates.add(step * Math.pow(10, decade));
      }
    }
    int first = 0;
    while (candidates.get(first + 1) <= least) {
      first++;
    }
    int last = first + 1;
    while (last < candidates.size() - 1 && candidates.get(last) < most) {
      last++;
    }
    boolean decadesOnly = last - first > TICKS_MAX;
    var ticks =
        candidates.subList(first, last + 1).stream()
            .filter(value -> !decadesOnly || isDecade(value))
            .map(value -> new Tick(value, text(value)))
            .toList();
    return new Axis(label, Math::log10, candidates.get(first), candidates.get(last), ticks);
  }

  private static boolean isDecade(double value) {
    double power = Math.log10(value);
    return Math.abs(power - Math.rint(power)) < 1e-9;
  }

  private static String text(double value) {
    int decimals = Math.max(0, (int) -Math.floor(Math.log10(value) + 1e-9));
    return Show.number(value, decimals);
  }

  /** Percentiles: each further nine is as far as the one before. */
  static Axis nines(String label) {
    var ticks =
        List.of(
            new Tick(0, "0"),
            new Tick(50, "50"),
            new Tick(90, "90"),
            new Tick(99, "99"),
            new Tick(99.9, "99.9"),
            new Tick(NINES_MAX, "99.99"));
    return new Axis(label, value -> -Math.log10(1 - value / 100), 0, NINES_MAX, ticks);
  }

  /** Where a value lies, from 0 to 1; those beyond lie at the end. */
  double place(double value) {
    double begin = scale.applyAsDouble(from);
    double end = scale.applyAsDouble(to);
    double inside = Math.clamp(value, from, to);
    return (scale.applyAsDouble(inside) - begin) / (end - begin);
  }
}
