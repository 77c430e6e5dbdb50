package lotwatch.gateway.rest;

import io.javalin.http.Context;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Held;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.Outcome.Seen;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;

/** What an outcome of the ledger is in HTTP. */
final class Answers {
  private Answers() {}

  /** Answers a command that was done and has nothing to show. */
  static void done(Context ctx, Outcome outcome) throws ProblemException {
    switch (outcome) {
      case Accepted _ -> ctx.status(204);
      case Rejected rejected -> throw of(rejected);
      case Held _, Seen _ -> throw new IllegalStateException("held without a reservation");
    }
  }

  static ProblemException of(Rejected rejected) {
    return new ProblemException(
        Problem.of(status(rejected.reason()), title(rejected.reason()), rejected.detail())
            .because(rejected.reason().name()));
  }

  private static int status(Reason reason) {
    return switch (reason) {
      case NOT_FOUND, UNKNOWN_LOT, UNKNOWN_CAMERA, UNKNOWN_SPOT -> 404;
      case WRONG_REVISION -> 412;
      case EXISTS, FULL, NOT_KNOWN, NOT_COUNTED, STALE, LIMIT, RESERVED -> 409;
    };
  }

  private static String title(Reason reason) {
    return switch (reason) {
      case EXISTS -> "Reserved already";
      case FULL -> "The lot is full";
      case NOT_KNOWN -> "Nobody knows whether a place is free";
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
