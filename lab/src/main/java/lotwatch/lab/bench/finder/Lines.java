package lotwatch.lab.bench.finder;

import java.util.Locale;

/** Results as lines on the screen. */
final class Lines {
  static final String CALLS =
      "                 answers/s  median ms    95 % ms    99 % ms  99 % corr.  longest  full"
          + "  failed  timeouts  cores  others";
  static final String EVENTS =
      "subscribers  stalled  published  delivered   dropped  missing  lag 50 % ms   99 %  longest"
          + "  cores  others";

  private Lines() {}

  static String of(String what, RpcCalls calls) {
    var outcome = calls.outcome();
    var raw = outcome.latencies().raw();
    return String.format(
            Locale.ROOT,
            "%-15s %10.0f %10s %10s %10s %11s %8s %5d %7d %9d %6.2f %7.2f",
            what,
            outcome.perSecond(),
            Show.millis(raw, 50),
            Show.millis(raw, 95),
            Show.millis(raw, 99),
            Show.millis(outcome.latencies().corrected(), 99),
            Show.millis(raw, 100),
            outcome.refused(),
            outcome.failed(),
            outcome.timeouts(),
            calls.footprint().server(),
            calls.footprint().others())
        + (outcome.problem().isEmpty() ? "" : "  " + outcome.problem());
  }

  static String of(Traffic.Events events, CpuUse footprint) {
    var lag = events.lag();
    return String.format(
        Locale.ROOT,
        "%11d %8d %10d %10d %9s %8d %12s %6s %8s %6.2f %7.2f",
        events.flow().subscribers(),
        events.flow().stalled(),
        events.published(),
        events.delivered(),
        events.dropped().isPresent() ? "" + events.dropped().getAsLong() : "?",
        events.lost(),
        Show.millis(Show.microsAsMillis(lag, 50)),
        Show.millis(Show.microsAsMillis(lag, 99)),
        Show.millis(Show.microsAsMillis(lag, 100)),
        footprint.server(),
        footprint.others());
  }
}
