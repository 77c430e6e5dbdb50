package lotwatch.wire.json;

/** A request that cannot be served, with the problem that its sender is told. */
public final class ProblemException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  /** Carries the problem up to the gateway. */
  public ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /**
   * A field of the request is wrong.
   *
   * @param why goes on from the field's name, such as {@code is longer than 32 characters}
   */
  public static ProblemException wrong(String field, String why) {
    return new ProblemException(Problem.of(400, "Bad request", field + " " + why).at(field));
  }

  /**
   * A field of the request is wrong.
   *
   * @param refusal says why, naming the field
   */
  public static ProblemException wrong(String field, IllegalArgumentException refusal) {
    String why = String.valueOf(refusal.getMessage());
    return new ProblemException(Problem.of(400, "Bad request", why).at(field));
  }

  /** What the sender is told. */
  public Problem problem() {
    return problem;
  }
}
