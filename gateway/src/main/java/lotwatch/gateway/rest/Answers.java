package lotwatch.gateway.rest;

import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;

/** What a refusal of the ledger is in HTTP. */
final class Answers {
  private Answers() {}

  static ProblemException of(Rejected refused) {
    return new ProblemException(
        Problem.of(status(refused.reason()), title(refused.reason()), refused.detail())
            .because(refused.reason().name()));
  }

  private static int status(Reason reason) {
    return switch (reason) {
      case NOT_FOUND, UNKNOWN_LOT, UNKNOWN_CAMERA, UNKNOWN_SPOT -> 404;
      case WRONG_REVISION -> 412;
      case EXISTS, FULL, NOT_COUNTED, STALE, LIMIT, RESERVED -> 409;
    };
  }

  private static String title(Reason reason) {
    return switch (reason) {
      case EXISTS -> "Reserved already";
      case FULL -> "No place free";
      case NOT_FOUND -> "No such reservation";
      case UNKNOWN_LOT -> "No such lot";
      case UNKNOWN_CAMERA -> "No such camera";
      case UNKNOWN_SPOT -> "No such spot";
      case NOT_COUNTED -> "Cars are not counted here";
      case STALE -> "Too old";
      case LIMIT -> "Over a limit";
      case WRONG_REVISION -> "Another revision is in force";
      case RESERVED -> "Reservations would end";
    };
  }
}
