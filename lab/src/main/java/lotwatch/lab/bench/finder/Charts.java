package lotwatch.lab.bench.finder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lotwatch.lab.bench.finder.Plot.Point;
import lotwatch.lab.bench.finder.Plot.Series;
import lotwatch.lab.bench.load.Latencies;
import lotwatch.lab.bench.load.Operation;
import org.HdrHistogram.Histogram;

/** The four plots of an evaluation. */
final class Charts {
  private static final double[] PERCENTILES = {
    0, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95, 99.99
  };

  private Charts() {}

  static Plot throughput(Evaluation evaluation) {
    var series =
        List.of(
            calls("AVAIL", 0, evaluation.calls(Operation.AVAIL), Charts::perSecond),
            calls("RESERVE, cancel", 1, evaluation.calls(Operation.RESERVE), Charts::perSecond));
    return new Plot(
        "Throughput against workers", workers(evaluation), "answers per second", series);
  }

  private static double perSecond(RpcCalls calls) {
    return calls.outcome().perSecond();
  }

  private static Axis workers(Evaluation evaluation) {
    return Axis.doublings(
        "workers, each with one call under way",
        Stream.concat(evaluation.calls().stream(), evaluation.stress().stream().map(Stress::alone))
            .map(RpcCalls::workers)
            .distinct()
            .sorted()
            .toList());
  }

  private static Series calls(
      String name, int colour, List<RpcCalls> all, ToDoubleFunction<RpcCalls> height) {
    var points =
        all.stream().map(calls -> new Point(calls.workers(), height.applyAsDouble(calls))).toList();
    return new Series(name, colour, false, points);
  }

  static Plot latency(Evaluation evaluation) {
    var series = new ArrayList<Series>();
    int colour = 0;
    for (var operation : List.of(Operation.AVAIL, Operation.RESERVE)) {
      var all = evaluation.calls(operation);
      for (var calls : all.isEmpty() ? all : List.of(all.getFirst(), all.getLast())) {
        var latencies = calls.outcome().latencies();
        var name = "%s, %d %s".formatted(operation, calls.workers(), workers(calls.workers()));
        series.add(distribution(name, colour, false, latencies.corrected()));
        series.add(distribution(name + ", seen", colour, true, latencies.raw()));
        colour++;
      }
    }
    return new Plot(
        "Latency distribution: corrected, and as clients saw it (dashed)",
        Axis.nines("percentile"),
        "ms",
        series);
  }

  private static String workers(int count) {
    return count == 1 ? "worker" : "workers";
  }

  private static Series distribution(String name, int colour, boolean dashed, Histogram nanos) {
    var points = new ArrayList<Point>();
    for (double percentile : PERCENTILES) {
      points.add(new Point(percentile, Latencies.millis(nanos, percentile)));
    }
    return new Series(name, colour, dashed, points);
  }

  static Plot sensors(Evaluation evaluation) {
    var series = new ArrayList<Series>();
    int colour = 0;
    for (var operation : List.of(Operation.AVAIL, Operation.RESERVE)) {
      var all = evaluation.stress(operation);
      var alone = all.stream().map(Stress::alone).toList();
      var beside = all.stream().map(Stress::beside).toList();
      series.add(calls(operation + " alone", colour, alone, Show::p95));
      var with = calls(operation + " with sensors", colour, beside, Show::p95);
      series.add(new Series(with.name(), colour, true, with.points()));
      colour++;
    }
    return new Plot(
        "95 of 100 calls took no longer, with sensors and without",
        workers(evaluation),
        "ms",
        series);
  }

  static Plot lag(Evaluation evaluation) {
    var series = new ArrayList<Series>();
    int colour = 0;
    var steady = evaluation.fanout().stream().filter(one -> one.events().flow().stalled() == 0);
    for (var fanout : steady.toList()) {
      var events = fanout.events();
      var name = Show.count(events.flow().subscribers()) + " subscribers";
      series.add(seconds(name, colour, false, events, 50));
      series.add(seconds(name + ", 99 of 100", colour, true, events, 99));
      colour++;
    }
    double longest = series.stream().mapToDouble(one -> one.points().size()).max().orElse(1);
    return new Plot(
        "Event lag over time: median, and 99 of 100 (dashed)",
        Axis.linear("seconds", longest),
        "ms from event to subscriber",
        series);
  }

  private static Series seconds(
      String name, int colour, boolean dashed, Traffic.Events events, double percentile) {
    var all = events.lagBySecond();
    var points =
        IntStream.range(0, all.size())
            .filter(second -> all.get(second).getTotalCount() > 0)
            .mapToObj(
                second -> new Point(second + 0.5, Show.microsAsMillis(all.get(second), percentile)))
            .toList();
    return new Series(name, colour, dashed, points);
  }
}
