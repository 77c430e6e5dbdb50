package lotwatch.gateway.stream.kafka;

/** A topic cannot be read or written now; tried again later. */
final class TroubleException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param message for an operator, one sentence
   */
  TroubleException(String message) {
    super(message);
  }
}
