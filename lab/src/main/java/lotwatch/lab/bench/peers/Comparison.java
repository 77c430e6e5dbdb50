package lotwatch.lab.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What the systems did, as tables with the ratios and the targets. */
final class Comparison {
  /** How many times as many reads per second as Redis we want. */
  private static final double READS_MIN = 1.0;

  /** How many times as long the slowest hundredth may take, with so many connections. */
  private static final double P99_MAX = 1.2;

  private static final int P99_CONNECTIONS = 16;

  private Comparison() {}

  static String reads(List<Reads.Result> results) {
    var table =
        new Table(
            "connections",
            "system",
            "reads/s",
            "p50 ms",
            "p99 ms",
            "p99 corrected ms",
            "reads/s, ours / it",
            "p99, ours / it",
            "p99 corrected, ours / it",
            "remark");
    for (var result : results) {
      if (result.rounds().isEmpty()) {
        table.remark(result.problem(), Integer.toString(result.connections()), result.name());
        continue;
      }
      var speed = result.speed();
      var row =
          new ArrayList<>(
              List.of(
                  Integer.toString(result.connections()),
                  result.name(),
                  number(0, speed.perSecond()),
                  number(3, speed.p50()),
                  number(3, speed.p99()),
                  number(3, speed.p99Corrected())));
      var ours = ours(results, result);
      if (ours.isEmpty()) {
        row.addAll(List.of("", "", ""));
      } else {
        boolean bounded = result.connections() == P99_CONNECTIONS;
        double times = ours.get().perSecond() / speed.perSecond();
        double p99 = ours.get().p99() / speed.p99();
        double corrected = ours.get().p99Corrected() / speed.p99Corrected();
        row.add(number(2, times) + verdict(times >= READS_MIN));
        row.add(number(2, p99) + (bounded ? verdict(p99 <= P99_MAX) : ""));
        row.add(number(2, corrected) + (bounded ? verdict(corrected <= P99_MAX) : ""));
      }
      row.add(result.problem());
      table.add(row.toArray(String[]::new));
    }
    return table.toString();
  }

  private static Optional<Reads.Speed> ours(List<Reads.Result> results, Reads.Result other) {
    return results.stream()
        .filter(result -> Brokers.PEERS.contains(other.name()))
        .filter(result -> result.name().equals(Brokers.OURS))
        .filter(result -> result.connections() == other.connections())
        .filter(result -> !result.rounds().isEmpty())
        .map(Reads.Result::speed)
        .findFirst();
  }

  static String fanout(List<FanoutRounds.Result> results) {
    var table =
        new Table(
            "subscribers",
            "system",
            "told after",
            "p50 ms",
            "p99 ms",
            "longest ms",
            "missing",
            "p50, ours / it",
            "p99, ours / it",
            "remark");
    for (var result : results) {
      var subscribers = Integer.toString(result.subscribers());
      if (result.rounds().isEmpty()) {
        table.remark(result.problem(), subscribers, result.name(), after(result.name()));
        continue;
      }
      var lag = result.lag();
      var ours = ours(results, result);
      table.add(
          subscribers,
          result.name(),
          after(result.name()),
          number(3, lag.p50()),
          number(3, lag.p99()),
          number(1, lag.max()),
          Long.toString(result.missing()),
          ours.map(our -> ratio(our.p50() / lag.p50(), result.name())).orElse(""),
          ours.map(our -> number(2, our.p99() / lag.p99())).orElse(""),
          result.problem());
    }
    return table.toString();
  }

  private static String after(String name) {
    return name.equals(Brokers.OURS) || Brokers.SYNCED.contains(name) ? "a sync" : "no sync";
  }

  /** The target is that we are not slower than any that does the same. */
  private static String ratio(double times, String name) {
    return number(2, times) + (Brokers.SYNCED.contains(name) ? verdict(times <= 1) : "");
  }

  private static Optional<PeerLag> ours(
      List<FanoutRounds.Result> results, FanoutRounds.Result other) {
    return results.stream()
        .filter(_ -> !other.name().equals(Brokers.OURS))
        .filter(result -> result.name().equals(Brokers.OURS))
        .filter(result -> result.subscribers() == other.subscribers())
        .filter(result -> !result.rounds().isEmpty())
        .map(FanoutRounds.Result::lag)
        .findFirst();
  }

  /**
   * @param failed those of which there is no result, and why
   */
  static String stall(List<Stall.Result> results, Map<String, String> failed) {
    var table =
        new Table(
            "system",
            "nine others: p50 / p99 ms before",
            "p50 / p99 ms during",
            "missed",
            "publisher kept ms, before / during",
            "published",
            "the stalled one heard",
            "newest",
            "its connection",
            "dropped, as the system counts",
            "unaccounted for",
            "remark");
    for (var result : results) {
      var before = result.before();
      var during = result.during();
      table.add(
          result.name(),
          lag(before),
          lag(during),
          Integer.toString(before.missing() + during.missing()),
          number(1, before.blocked()) + " / " + number(1, during.blocked()),
          Integer.toString(during.published()),
          Integer.toString(result.received()),
          result.newest() ? "yes" : "no",
          result.end().isEmpty() ? "kept" : result.end(),
          count(result.dropped()),
          count(result.unaccounted()),
          "");
    }
    failed.forEach((name, why) -> table.remark(why, name));
    return table.toString();
  }

  private static String count(OptionalLong count) {
    return count.isPresent() ? Long.toString(count.getAsLong()) : "does not count";
  }

  private static String verdict(boolean met) {
    return met ? " (met)" : " (missed)";
  }

  private static String lag(Stall.Part part) {
    return number(2, part.lag().p50()) + " / " + number(2, part.lag().p99());
  }

  private static String number(int digits, double value) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
