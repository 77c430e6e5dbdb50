package lotwatch.cli;

/** Exit codes that scripts may rely on. */
final class Exit {
  /** Done. */
  static final int OK = 0;

  /** Understood, but not done: the lot is full, the plate already has a reservation, and so on. */
  static final int REFUSED = 1;

  /** The command line or the configuration is wrong. */
  static final int USAGE = 2;

  /** No answer: no server there, it is not ready, or something failed. */
  static final int UNAVAILABLE = 3;

  /** What was named does not exist. */
  static final int NOT_FOUND = 4;

  private Exit() {}
}
