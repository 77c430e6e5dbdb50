package lotwatch.replica;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lotwatch.ledger.Command;
import lotwatch.ledger.Entry;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Plate;
import lotwatch.ledger.RequestId;
import lotwatch.wire.CorruptException;
import lotwatch.wire.EntryCodec;
import org.jspecify.annotations.Nullable;

/**
 * What the answers must be, by the shortest program that reserves and cancels: it reads the log
 * from its beginning and knows nothing of snapshots, deadlines or nodes.
 */
final class Model {
  /** Places in each lot that is reserved in. */
  static final int CAPACITY = 3;

  private final Duration hold;
  private final Map<LotId, Map<Plate, Instant>> held = new HashMap<>();
  private final Map<RequestId, String> answers = new HashMap<>();
  private final List<String> wrong = new ArrayList<>();
  private Instant clock = Instant.EPOCH;
  private long counted;

  /** Reads the log. */
  Model(Duration hold, List<byte[]> log) {
    this.hold = hold;
    for (byte[] line : log) {
      try {
        read(EntryCodec.entry(line));
      } catch (CorruptException e) {
        wrong.add("the log cannot be read: " + e.getMessage());
      }
    }
  }

  private void read(Entry entry) {
    clock = entry.at().isAfter(clock) ? entry.at() : clock;
    held.values().forEach(plates -> plates.values().removeIf(until -> !until.isAfter(clock)));
    var request = entry.request();
    if (request == null || !answers.containsKey(request)) {
      var answer = obey(entry.command());
      if (request != null) {
        answers.put(request, answer);
      }
    }
  }

  private String obey(Command command) {
    return switch (command) {
      case LotCommand.Reserve reserve -> reserve(reserve.lot(), reserve.plate());
      case LotCommand.Cancel cancel ->
          plates(cancel.lot()).remove(cancel.plate()) == null ? "NOT_FOUND" : "ACCEPTED";
      case LotCommand.Count count -> {
        counted += count.delta();
        yield "ACCEPTED";
      }
      default -> "ACCEPTED";
    };
  }

  private String reserve(LotId lot, Plate plate) {
    if (plates(lot).containsKey(plate)) {
      return "EXISTS";
    }
    if (plates(lot).size() >= CAPACITY) {
      return "FULL";
    }
    plates(lot).put(plate, clock.plus(hold));
    return "HELD";
  }

  private Map<Plate, Instant> plates(LotId lot) {
    return held.computeIfAbsent(lot, _ -> new HashMap<>());
  }

  /** Where what clients were told is not what happened. */
  List<String> differences(List<SimClient> clients) {
    long certain = 0;
    long most = 0;
    for (var client : clients) {
      wrong.addAll(client.contradictions());
      client.answers().forEach((request, outcome) -> compare(request, outcome));
      certain += client.countedForCertain();
      most += client.countedAtMost();
    }
    if (counted < certain || counted > most) {
      wrong.add("%d cars counted, %d to %d reported".formatted(counted, certain, most));
    }
    return wrong;
  }

  private void compare(RequestId request, Outcome outcome) {
    var expected = answers.get(request);
    if (expected == null) {
      wrong.add("acknowledged and lost: " + request);
    } else if (!expected.equals(word(outcome))) {
      wrong.add("%s was answered %s, not %s".formatted(request, word(outcome), expected));
    }
  }

  private static @Nullable String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted _ -> "ACCEPTED";
      case Outcome.Held _ -> "HELD";
      case Outcome.Seen _ -> "SEEN";
      case Outcome.Rejected refused -> refused.reason().name();
    };
  }
}
