package lotwatch.lab.bench.cluster;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import lotwatch.lab.cluster.Speed;

/**
 * What one contender did.
 *
 * @param name on the command line
 * @param about its version, and what was set on it
 * @param speeds one for each number of clients
 */
record Series(String name, String about, List<Speed> speeds) {
  static final String HEAD =
      "clients   writes/s  median ms    95 % ms    99 % ms  longest ms   failed";

  Series {
    speeds = List.copyOf(speeds);
  }

  static String row(Speed speed) {
    return String.format(
        Locale.ROOT,
        "%7d %10.0f %10.2f %10.2f %10.2f %11.1f %8d%s",
        speed.clients(),
        speed.perSecond(),
        speed.medianMicros() / 1e3,
        speed.p95Micros() / 1e3,
        speed.p99Micros() / 1e3,
        speed.maxMicros() / 1e3,
        speed.failed(),
        speed.failed() == 0 ? "" : "  " + speed.why());
  }

  /** How many times as many writes per second as the other with so many clients. */
  OptionalDouble times(Series other, int clients) {
    double mine = perSecond(clients);
    double others = other.perSecond(clients);
    return mine > 0 && others > 0 ? OptionalDouble.of(mine / others) : OptionalDouble.empty();
  }

  /** 0 if it was not measured. */
  private double perSecond(int clients) {
    return speeds.stream()
        .filter(speed -> speed.clients() == clients)
        .mapToDouble(Speed::perSecond)
        .findFirst()
        .orElse(0);
  }
}
