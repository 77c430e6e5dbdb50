package lotwatch.replica;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lotwatch.ledger.Command;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Plate;
import lotwatch.ledger.RequestId;
import org.jspecify.annotations.Nullable;

/**
 * A client of the {@link Simulation}: one thing at a time, asked again at another node until there
 * is an answer, and now and then once more after that.
 */
final class SimClient {
  private static final int ANSWER_MILLIS_MAX = 1_000;
  private static final int TRIES_MAX = 25;
  private static final int PLATES = 7;

  private final Simulation world;
  private final int number;
  private final Map<RequestId, Outcome> answers = new HashMap<>();
  private final List<String> contradictions = new ArrayList<>();
  private int operations;
  private long countedForCertain;
  private long countedPerhaps;

  /**
   * One operation.
   *
   * @param request says that it is the same when it is asked again
   */
  private record Op(Command command, RequestId request) {
    boolean counts() {
      return command instanceof LotCommand.Count;
    }
  }

  SimClient(Simulation world, int number) {
    this.world = world;
    this.number = number;
  }

  int acknowledged() {
    return answers.size();
  }

  Map<RequestId, Outcome> answers() {
    return answers;
  }

  /** Where it was told two different things of one operation. */
  List<String> contradictions() {
    return contradictions;
  }

  /** Cars that it counted: as many as that were acknowledged. */
  long countedForCertain() {
    return countedForCertain;
  }

  /** Cars that it counted, or nobody knows. */
  long countedAtMost() {
    return countedForCertain + countedPerhaps;
  }

  void begin() {
    world.time.after(0, 100, this::next);
  }

  private void next() {
    if (world.calm()) {
      return;
    }
    var op = new Op(command(), new RequestId("r%d-%d".formatted(number, operations++)));
    ask(op, op.request, 0);
  }

  private Command command() {
    var lot = SimCampus.lot(world.random.nextInt(SimCampus.LOTS));
    var plate = new Plate("CAR" + world.random.nextInt(PLATES));
    return switch (world.random.nextInt(5)) {
      case 0, 1 -> new LotCommand.Reserve(lot, plate);
      case 2 -> new LotCommand.Cancel(lot, plate);
      default -> new LotCommand.Count(SimCampus.COUNTED, 1);
    };
  }

  private void ask(Op op, RequestId request, int tries) {
    var answered = new boolean[1];
    world.submit(
        world.anyNode(),
        request,
        op.command,
        outcome -> {
          if (!answered[0]) {
            answered[0] = true;
            received(op, request, tries, outcome);
          }
        });
    world.time.after(
        ANSWER_MILLIS_MAX,
        ANSWER_MILLIS_MAX,
        () -> {
          if (!answered[0]) {
            answered[0] = true;
            received(op, request, tries, null);
          }
        });
  }

  private void received(Op op, RequestId request, int tries, @Nullable Outcome outcome) {
    if (outcome != null) {
      acknowledged(op, request, outcome);
      world.time.after(0, 100, this::next);
    } else if (tries < TRIES_MAX) {
      var again =
          world.plants(Simulation.Planted.FORGETS_REQUEST)
              ? new RequestId(request.value() + "x")
              : request;
      world.time.after(10, 50, () -> ask(op, again, tries + 1));
    } else {
      countedPerhaps += op.counts() ? 1 : 0;
      world.time.after(0, 100, this::next);
    }
  }

  private void acknowledged(Op op, RequestId request, Outcome outcome) {
    answers.put(request, outcome);
    countedForCertain += op.counts() ? 1 : 0;
    if (world.random.nextInt(20) == 0) {
      world.time.after(
          0,
          3_000,
          () ->
              world.submit(
                  world.anyNode(),
                  request,
                  op.command,
                  again -> {
                    if (again != null && !again.equals(outcome)) {
                      contradictions.add("%s: %s and %s".formatted(request, outcome, again));
                    }
                  }));
    }
  }
}
