package lotwatch.records;

/** Ends the reading of a record; it leaves this package as a {@link Reading.Bad}. */
final class BadRecordException extends Exception {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  BadRecordException(Reason reason, String detail) {
    super(detail, null, false, false); // bad records may come in millions: no stack trace
    this.reason = reason;
  }

  <T> Reading<T> reading() {
    return new Reading.Bad<>(reason, String.valueOf(getMessage()));
  }
}
