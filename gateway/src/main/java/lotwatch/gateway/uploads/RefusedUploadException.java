package lotwatch.gateway.uploads;

import lotwatch.ledger.Outcome.Rejected;

/** An upload cannot become a recording; the message says why, for people. */
public final class RefusedUploadException extends Exception {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  /** Why not. */
  public enum Reason {
    /** Its label or what is wanted of it is wrong. */
    BAD,
    /** There is nothing in it. */
    EMPTY,
    /** It is larger than one upload may be. */
    TOO_LARGE,
    /** There is no space for it. */
    NO_SPACE,
    /** There are as many recordings as may be. */
    LIMIT,
    /** There is a recording of this label, and it is pinned. */
    PINNED,
    /** Too many are on their way. */
    BUSY,
    /** What keeps videos does not answer now. */
    AWAY
  }

  /** Without a stack trace: it is an answer. */
  RefusedUploadException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  static RefusedUploadException of(Rejected rejected) {
    var reason =
        switch (rejected.reason()) {
          case EXISTS -> Reason.PINNED;
          case LIMIT -> Reason.LIMIT;
          case FULL,
              NOT_KNOWN,
              NOT_FOUND,
              UNKNOWN_LOT,
              UNKNOWN_CAMERA,
              UNKNOWN_SPOT,
              NOT_COUNTED,
              STALE,
              WRONG_REVISION,
              RESERVED ->
              Reason.BAD;
        };
    return new RefusedUploadException(reason, rejected.detail());
  }

  /** Why not. */
  public Reason reason() {
    return reason;
  }

  /** Why not, for people. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
