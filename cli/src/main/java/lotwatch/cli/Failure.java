package lotwatch.cli;

/** The command ends here: a line for the user, and an exit code for scripts. */
final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  private final int exit;

  /**
   * @param exit one of {@link Exit}
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
