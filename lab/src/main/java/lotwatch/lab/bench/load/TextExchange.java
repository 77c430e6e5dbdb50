package lotwatch.lab.bench.load;

import java.util.List;

/** Text protocol of the campus smart parking finder. */
public final class TextExchange extends LineExchange {
  private final Errand errand;

  /**
   * Has asked nothing yet.
   *
   * @param name of the plates it reserves for; no other connection has it
   */
  public TextExchange(Operation operation, List<String> lots, int connection, String name) {
    errand = new Errand(operation, lots, connection, name);
  }

  @Override
  String line() {
    errand.next();
    return switch (errand.step()) {
      case AVAIL -> "AVAIL " + errand.lot();
      case RESERVE -> "RESERVE " + errand.lot() + ' ' + errand.plate();
      case CANCEL -> "CANCEL " + errand.lot() + ' ' + errand.plate();
    };
  }

  @Override
  RequestAnswer judge(String answer) {
    if (errand.step() == Errand.Step.AVAIL) {
      return Digits.are(answer) ? RequestAnswer.READ : RequestAnswer.WRONG;
    }
    return switch (answer) {
      case "OK" -> errand.answered(true);
      case "FULL", "EXISTS", "NOT_FOUND" -> errand.answered(false);
      default -> {
        errand.lost();
        yield RequestAnswer.WRONG;
      }
    };
  }

  @Override
  public boolean isSettled() {
    return errand.isSettled();
  }
}
