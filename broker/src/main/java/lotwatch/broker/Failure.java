package lotwatch.broker;

/** The broker ends here: a line for the user, and an exit code for scripts. */
final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** It does not start, or cannot go on. */
  static final int UNAVAILABLE = 3;

  private final int exit;

  /**
   * @param exit {@link #USAGE} or {@link #UNAVAILABLE}
   * @param message what went wrong and what to do next
   */
  Failure(int exit, String message) {
    super(message);
    this.exit = exit;
  }

  int exit() {
    return exit;
  }
}
