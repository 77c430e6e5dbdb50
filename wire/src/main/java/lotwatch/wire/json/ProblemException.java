package lotwatch.wire.json;

/** A request that cannot be served, with the problem that its sender is told. */
public final class ProblemException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  /** Carries the problem up to the door. */
  public ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** What the sender is told. */
  public Problem problem() {
    return problem;
  }
}
