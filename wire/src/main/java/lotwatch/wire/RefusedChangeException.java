package lotwatch.wire;

/** A change of who belongs to the cluster is refused: asking again would not help. Says why. */
public final class RefusedChangeException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param message what is wrong and what to do
   */
  public RefusedChangeException(String message) {
    super(message);
  }
}
