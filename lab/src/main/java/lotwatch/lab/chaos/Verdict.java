package lotwatch.lab.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What must be so after a run, whatever was done to the members. */
final class Verdict {
  private final int capacity;
  private final List<Op> operations;

  /**
   * @param capacity of every lot
   * @param operations of all clients
   */
  Verdict(int capacity, List<Op> operations) {
    this.capacity = capacity;
    this.operations = List.copyOf(operations);
  }

  /** One event as a member told it. */
  record EventLine(long sequence, String kind, String lot, String plate, int reserved) {
    /** One as {@code /api/events} tells it. */
    static EventLine of(JsonNode event) {
      var kind =
          switch (event.path("kind").asString("")) {
            case "reservation.made" -> "RESERVED";
            case "reservation.cancelled" -> "CANCELLED";
            case "reservation.expired" -> "EXPIRED";
            default -> "OTHER";
          };
      return new EventLine(
          event.path("sequence").asLong(),
          kind,
          event.path("lot").asString("-"),
          event.path("plate").asString("-"),
          event.path("tally").path("reserved").asInt(0));
    }
  }

  /**
   * All that is wrong, a sentence each.
   *
   * @param events of one member, in its order
   */
  List<String> problems(List<EventLine> events) {
    var wrong = new ArrayList<String>();
    gaps(events, wrong);
    holders(events, wrong);
    lost(events, wrong);
    Stream.concat(operations.stream(), Expiries.of(operations, events).stream())
        .collect(Collectors.groupingBy(Op::lot))
        .forEach((lot, ops) -> {
          if (!Linear.holds(ops, capacity)) {
            wrong.add("the %d answers about %s fit no order".formatted(ops.size(), lot));
          }
        });
    return wrong;
  }

  private static void gaps(List<EventLine> events, List<String> wrong) {
    long expected = 1;
    for (var event : events) {
      if (event.sequence != expected) {
        wrong.add("event %d where %d belongs".formatted(event.sequence, expected));
        return;
      }
      expected++;
    }
  }

  /** No lot holds more than it has, and no plate holds two places in one. */
  private void holders(List<EventLine> events, List<String> wrong) {
    Map<String, Set<String>> holders = new HashMap<>();
    for (var event : events) {
      var inLot = holders.computeIfAbsent(event.lot, _ -> new HashSet<>());
      if (event.kind.equals("RESERVED") && !inLot.add(event.plate)) {
        wrong.add("event %d reserves twice in %s".formatted(event.sequence, event.lot));
      }
      if (event.kind.equals("EXPIRED") && !inLot.remove(event.plate)) {
        wrong.add("event %d ends what nobody held".formatted(event.sequence));
      }
      if (event.kind.equals("CANCELLED") && !inLot.remove(event.plate)) {
        wrong.add("event %d gives back what nobody held".formatted(event.sequence));
      }
      boolean isOver = inLot.size() > capacity || event.reserved > capacity;
      if (isOver) {
        wrong.add("event %d: %s is over its capacity".formatted(event.sequence, event.lot));
      }
    }
  }

  /** Each acknowledged operation is an event, and none is two. */
  private void lost(List<EventLine> events, List<String> wrong) {
    var happened = new HashMap<String, Integer>();
    events.forEach(
        event -> happened.merge(key(event.kind, event.lot, event.plate), 1, Integer::sum));
    var acknowledged = new HashMap<String, Integer>();
    var doubtful = new HashMap<String, Integer>();
    for (var op : operations) {
      var key = key(op.reserve() ? "RESERVED" : "CANCELLED", op.lot(), op.plate());
      if (op.answer().isDone()) {
        acknowledged.merge(key, 1, Integer::sum);
      } else if (op.answer() == Op.Answer.UNKNOWN) {
        doubtful.merge(key, 1, Integer::sum);
      }
    }
    acknowledged.forEach((key, count) -> {
      if (happened.getOrDefault(key, 0) < count) {
        wrong.add("acknowledged and lost: " + key);
      }
    });
    happened.forEach((key, count) -> {
      int most = acknowledged.getOrDefault(key, 0) + doubtful.getOrDefault(key, 0);
      boolean isAsked = key.startsWith("RESERVED") || key.startsWith("CANCELLED");
      if (isAsked && !isWatched(key) && count > most) {
        wrong.add("happened %d times, asked for %d times: %s".formatted(count, most, key));
      }
    });
  }

  /** Those of {@link Holds} are judged there. */
  private static boolean isWatched(String key) {
    return key.contains(" " + Campus.HOLD_LOT);
  }

  private static String key(String kind, String lot, String plate) {
    return kind + " " + lot + " " + plate;
  }
}
