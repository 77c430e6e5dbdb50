package lotwatch.ledger;

/** We could not answer. */
public final class UnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean applied;

  /**
   * @param mayBeApplied whether the command may have been applied all the same; if not, a retry is
   *     safe even without a request id
   */
  public UnavailableException(String message, boolean mayBeApplied) {
    super(message);
    this.applied = mayBeApplied;
  }

  /** Whether the command may have been applied all the same. */
  public boolean mayBeApplied() {
    return applied;
  }
}
