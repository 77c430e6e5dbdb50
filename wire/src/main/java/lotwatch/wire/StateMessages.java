package lotwatch.wire;

import lotwatch.ledger.Outcome;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.RequestState;
import lotwatch.wire.proto.Part;
import lotwatch.wire.proto.Result;
import lotwatch.wire.proto.Why;

/** The remembered requests, and what became of commands, as messages and back. */
final class StateMessages {
  private StateMessages() {}

  static Part.Request saved(RequestState request) {
    return Part.Request.newBuilder()
        .setId(request.id().value())
        .setAt(Terms.time(request.at()))
        .setResult(result(request.outcome()))
        .setClient(request.id().client())
        .build();
  }

  static RequestState state(Part.Request request) throws CorruptException {
    return new RequestState(
        new RequestId(request.getId(), request.getClient()),
        Terms.time(request.getAt()),
        outcome(request.getResult()));
  }

  static Result result(Outcome outcome) {
    var result = Result.newBuilder();
    switch (outcome) {
      case Outcome.Accepted() -> result.setAccepted(Result.Accepted.getDefaultInstance());
      case Outcome.Held held -> result.getHeldBuilder().setUntil(Terms.time(held.until()));
      case Outcome.Seen seen ->
          result
              .getSeenBuilder()
              .setCounted(seen.counted())
              .setDuplicates(seen.duplicates())
              .setLate(seen.late())
              .setOrphanExits(seen.orphanExits())
              .setStrays(seen.strays());
      case Outcome.Rejected refused ->
          result.getRejectedBuilder().setWhy(why(refused.reason())).setDetail(refused.detail());
    }
    return result.build();
  }

  static Outcome outcome(Result result) throws CorruptException {
    return switch (result.getResultCase()) {
      case ACCEPTED -> new Outcome.Accepted();
      case HELD -> new Outcome.Held(Terms.time(result.getHeld().getUntil()));
      case REJECTED ->
          new Outcome.Rejected(
              why(result.getRejected().getWhy()), result.getRejected().getDetail());
      case SEEN -> {
        var seen = result.getSeen();
        yield new Outcome.Seen(
            seen.getCounted(),
            seen.getDuplicates(),
            seen.getLate(),
            seen.getOrphanExits(),
            seen.getStrays());
      }
      case RESULT_NOT_SET -> throw new CorruptException("an outcome we do not know");
    };
  }

  private static Why why(Outcome.Reason reason) {
    return switch (reason) {
      case EXISTS -> Why.WHY_EXISTS;
      case FULL -> Why.WHY_FULL;
      case NOT_FOUND -> Why.WHY_NOT_FOUND;
      case UNKNOWN_LOT -> Why.WHY_UNKNOWN_LOT;
      case UNKNOWN_CAMERA -> Why.WHY_UNKNOWN_CAMERA;
      case UNKNOWN_SPOT -> Why.WHY_UNKNOWN_SPOT;
      case NOT_COUNTED -> Why.WHY_NOT_COUNTED;
      case STALE -> Why.WHY_STALE;
      case LIMIT -> Why.WHY_LIMIT;
      case WRONG_REVISION -> Why.WHY_WRONG_REVISION;
      case RESERVED -> Why.WHY_RESERVED;
      case NOT_KNOWN -> Why.WHY_NOT_KNOWN;
    };
  }

  private static Outcome.Reason why(Why why) throws CorruptException {
    return switch (why) {
      case WHY_EXISTS -> Outcome.Reason.EXISTS;
      case WHY_FULL -> Outcome.Reason.FULL;
      case WHY_NOT_FOUND -> Outcome.Reason.NOT_FOUND;
      case WHY_UNKNOWN_LOT -> Outcome.Reason.UNKNOWN_LOT;
      case WHY_UNKNOWN_CAMERA -> Outcome.Reason.UNKNOWN_CAMERA;
      case WHY_UNKNOWN_SPOT -> Outcome.Reason.UNKNOWN_SPOT;
      case WHY_NOT_COUNTED -> Outcome.Reason.NOT_COUNTED;
      case WHY_STALE -> Outcome.Reason.STALE;
      case WHY_LIMIT -> Outcome.Reason.LIMIT;
      case WHY_WRONG_REVISION -> Outcome.Reason.WRONG_REVISION;
      case WHY_RESERVED -> Outcome.Reason.RESERVED;
      case WHY_NOT_KNOWN -> Outcome.Reason.NOT_KNOWN;
      case WHY_UNSPECIFIED, UNRECOGNIZED -> throw new CorruptException("no such reason");
    };
  }
}
