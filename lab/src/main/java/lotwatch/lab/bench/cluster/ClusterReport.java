package lotwatch.lab.bench.cluster;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import lotwatch.lab.cluster.Speed;
import lotwatch.lab.cluster.Trio.Failover;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to, for the terminal and as Markdown.
 *
 * @param machine it ran on
 * @param disk it ran on
 * @param seconds that each number of clients worked
 * @param series what each contender did
 * @param failover null if no leader was killed
 */
record ClusterReport(
    String machine, String disk, int seconds, List<Series> series, @Nullable Failover failover) {
  /** The clients are in the leader's process: the others of ours are compared with that. */
  private static final String INSIDE = "ours";

  /**
   * By peer and number of clients: how many times as fast as it we want to be, inside when it is a
   * peer of others.
   */
  private static final Map<String, Map<Integer, Double>> TARGETS =
      Map.of(
          "etcd",
          Map.of(1, 1.0, 16, 5.0, 64, 8.0),
          "postgres",
          Map.of(16, 2.0, 64, 2.0),
          INSIDE,
          Map.of(16, 0.85, 64, 0.85));

  private static final List<String> OURS = List.of(INSIDE, "text", "grpc");
  private static final List<String> PEERS = List.of("etcd", "postgres", INSIDE);

  ClusterReport {
    series = List.copyOf(series);
  }

  /** How we compare, a line each; empty if nothing was there to compare with. */
  String ratios() {
    var text = new StringBuilder();
    each((ours, peer, clients, times) ->
        text.append(
            String.format(
                Locale.ROOT,
                "%-4s / %-8s %3d clients: %6.2f%s%n",
                ours.name(),
                peer.name(),
                clients,
                times,
                target(ours, peer, clients, times))));
    return text.toString();
  }

  private static String target(Series ours, Series peer, int clients, double times) {
    boolean inside = ours.name().equals(INSIDE);
    var target =
        inside == peer.name().equals(INSIDE)
            ? Optional.<Double>empty()
            : Optional.ofNullable(TARGETS.get(peer.name())).map(of -> of.get(clients));
    return target
        .map(least ->
            String.format(
                Locale.ROOT, " (target %.2f, %s)", least, times >= least ? "met" : "missed"))
        .orElse("");
  }

  private interface Comparison {
    void of(Series ours, Series peer, int clients, double times);
  }

  private void each(Comparison comparison) {
    for (var peer : PEERS) {
      for (var ours : OURS) {
        for (var mine : series) {
          for (var other : series) {
            if (mine.name().equals(ours) && other.name().equals(peer) && !ours.equals(peer)) {
              compare(mine, other, comparison);
            }
          }
        }
      }
    }
  }

  private static void compare(Series mine, Series other, Comparison comparison) {
    for (var speed : mine.speeds()) {
      mine.times(other, speed.clients())
          .ifPresent(times -> comparison.of(mine, other, speed.clients(), times));
    }
  }

  /** How long no write was taken after a leader died; empty if none was killed. */
  String failoverText() {
    var killed = failover;
    if (killed == null) {
      return "";
    }
    var millis = killed.millis();
    return String.format(
        Locale.ROOT,
        "leader killed %d times: next acknowledged write after median %d ms, worst %d ms;"
            + " %d elections%n",
        millis.size(),
        millis.get(millis.size() / 2),
        millis.getLast(),
        killed.elections());
  }

  String markdown() {
    var text = new StringBuilder("# Reservations beside etcd and PostgreSQL\n");
    text.append("%n%s.%n%nDisk: %s.%n%n%d s a line.%n".formatted(machine, disk, seconds));
    for (var one : series) {
      text.append("%n`%s`: %s%n%n".formatted(one.name(), one.about()))
          .append("| clients | writes/s | median ms | 95 % ms | 99 % ms | longest ms | failed |\n")
          .append("|---|---|---|---|---|---|---|\n");
      one.speeds().forEach(speed -> text.append(row(speed)));
    }
    text.append("\n| | clients | times as many writes/s | target |\n|---|---|---|---|\n");
    each((ours, peer, clients, times) ->
        text.append(
            String.format(
                Locale.ROOT,
                "| %s / %s | %d | %.2f |%s |%n",
                ours.name(),
                peer.name(),
                clients,
                times,
                target(ours, peer, clients, times))));
    return text.append("\n").append(failoverText()).toString();
  }

  private static String row(Speed speed) {
    return String.format(
        Locale.ROOT,
        "| %d | %,.0f | %.2f | %.2f | %.2f | %.1f | %d |%n",
        speed.clients(),
        speed.perSecond(),
        speed.medianMicros() / 1e3,
        speed.p95Micros() / 1e3,
        speed.p99Micros() / 1e3,
        speed.maxMicros() / 1e3,
        speed.failed());
  }
}
