package lotwatch.lab.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reservations that ended by themselves, as operations that nobody asked for: each happened after
 * the operations whose events stand before its own, and before those that follow.
 */
final class Expiries {
  private Expiries() {}

  /** One operation for each expiry in a lot of which there are operations. */
  static List<Op> of(List<Op> operations, List<Verdict.EventLine> events) {
    long begin = operations.stream().mapToLong(Op::began).min().orElse(0);
    long end =
        operations.stream()
            .mapToLong(Op::ended)
            .filter(ended -> ended != Long.MAX_VALUE)
            .max()
            .orElse(Long.MAX_VALUE - 1);
    var expiries = new ArrayList<Op>();
    var asked = done(operations);
    var lots = operations.stream().map(Op::lot).collect(Collectors.toSet());
    events.stream()
        .filter(event -> lots.contains(event.lot()))
        .collect(Collectors.groupingBy(Verdict.EventLine::lot))
        .forEach((lot, ofLot) -> expiries.addAll(ofLot(lot, ofLot, asked, begin, end)));
    return expiries;
  }

  private static List<Op> ofLot(
      String lot,
      List<Verdict.EventLine> events,
      Map<String, List<Op>> asked,
      long begin,
      long end) {
    var ops = matched(events, asked);
    long[] before = new long[events.size()];
    long[] after = new long[events.size()];
    long latest = begin;
    for (int i = 0; i < before.length; i++) {
      before[i] = latest;
      latest = ops.containsKey(i) ? Math.max(latest, ops.get(i).began()) : latest;
    }
    long earliest = end;
    for (int i = after.length - 1; i >= 0; i--) {
      after[i] = earliest;
      earliest = ops.containsKey(i) ? Math.min(earliest, ops.get(i).ended()) : earliest;
    }
    var expiries = new ArrayList<Op>();
    for (int i = 0; i < before.length; i++) {
      if (events.get(i).kind().equals("EXPIRED") && before[i] <= after[i]) {
        expiries.add(
            new Op(lot, events.get(i).plate(), false, Op.Answer.ACCEPTED, before[i], after[i]));
      }
    }
    return expiries;
  }

  /** By the place of their event. Of a plate with an operation without answer none is known. */
  private static Map<Integer, Op> matched(
      List<Verdict.EventLine> events, Map<String, List<Op>> asked) {
    var next = new HashMap<String, Integer>();
    var matched = new HashMap<Integer, Op>();
    for (int i = 0; i < events.size(); i++) {
      var event = events.get(i);
      var key = key(event.kind(), event.lot(), event.plate());
      int nth = next.merge(key, 1, Integer::sum) - 1;
      var ops = asked.getOrDefault(key, List.of());
      if (nth < ops.size() && ops.stream().allMatch(op -> op.answer().isDone())) {
        matched.put(i, ops.get(nth));
      }
    }
    return matched;
  }

  private static Map<String, List<Op>> done(List<Op> operations) {
    return operations.stream()
        .filter(op -> op.answer().isDone() || op.answer() == Op.Answer.UNKNOWN)
        .sorted(Comparator.comparingLong(Op::began))
        .collect(
            Collectors.groupingBy(
                op -> key(op.reserve() ? "RESERVED" : "CANCELLED", op.lot(), op.plate())));
  }

  private static String key(String kind, String lot, String plate) {
    return kind + " " + lot + " " + plate;
  }
}
