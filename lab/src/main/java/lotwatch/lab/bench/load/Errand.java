package lotwatch.lab.bench.load;

import java.util.List;

/**
 * What one connection asks for next. It goes around the lots, each connection beginning at another,
 * and cancels what it reserved before it reserves again.
 */
final class Errand {
  /** One request. */
  enum Step {
    AVAIL,
    RESERVE,
    CANCEL
  }

  private final Operation operation;
  private final List<String> lots;
  private final String name;
  private int lot;
  private long plate;
  private boolean holds;
  private Step step = Step.CANCEL;

  /**
   * @param name no other connection has it, on this server, while reservations last
   */
  Errand(Operation operation, List<String> lots, int connection, String name) {
    this.operation = operation;
    this.lots = List.copyOf(lots);
    this.name = name;
    lot = connection % lots.size();
  }

  void next() {
    step =
        switch (operation) {
          case AVAIL -> Step.AVAIL;
          case RESERVE -> change();
          case MIXED -> step == Step.AVAIL ? change() : Step.AVAIL;
        };
    if (step == Step.RESERVE) {
      plate++;
    }
    if (!holds) {
      lot = (lot + 1) % lots.size();
    }
  }

  private Step change() {
    return holds ? Step.CANCEL : Step.RESERVE;
  }

  Step step() {
    return step;
  }

  String lot() {
    return lots.get(lot);
  }

  String plate() {
    return name + plate;
  }

  /** The answer to a reservation or a cancellation. */
  RequestAnswer answered(boolean yes) {
    if (step == Step.CANCEL) {
      holds = false;
      return yes ? RequestAnswer.CANCELLED : RequestAnswer.WRONG;
    }
    holds = yes;
    return yes ? RequestAnswer.RESERVED : RequestAnswer.REFUSED;
  }

  /** There was no sense in the answer: what it held it holds no more. */
  void lost() {
    holds = false;
  }

  boolean isSettled() {
    return !holds;
  }
}
