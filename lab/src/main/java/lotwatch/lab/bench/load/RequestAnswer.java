package lotwatch.lab.bench.load;

/** What an answer said. */
public enum RequestAnswer {
  /** It is not here as a whole. */
  PARTIAL,
  /** What was asked for: it was read, nothing changed. */
  READ,
  /** A place is reserved. */
  RESERVED,
  /** A reservation is cancelled. */
  CANCELLED,
  /** A sensor's update is acknowledged. */
  ACKNOWLEDGED,
  /** No: the lot is full, or the plate has its place already. */
  REFUSED,
  /** An error, or nothing that this request can be answered with. */
  WRONG;

  /** Whether the server did what was asked for. */
  boolean isSuccess() {
    return switch (this) {
      case READ, RESERVED, CANCELLED, ACKNOWLEDGED -> true;
      case PARTIAL, REFUSED, WRONG -> false;
    };
  }
}
