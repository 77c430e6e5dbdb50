package lotwatch.ledger;

/**
 * A caller's name for one request. The same id again gets the same answer and has no second effect,
 * for as long as it is remembered ({@link Limits#REQUESTS_MAX}, {@link Limits#REQUEST_AGE_MAX}).
 *
 * @param value 1 to {@value Limits#REQUEST_ID_LENGTH_MAX} printable characters
 */
public record RequestId(String value) {
  private static final String NODE = "node/";

  /**
   * @throws IllegalArgumentException naming the limit it breaks
   */
  public RequestId {
    Limits.checked("request id", value, Limits.REQUEST_ID_LENGTH_MAX);
  }

  /**
   * What a node calls a command of a caller who gave it no name, so that it can send it again when
   * the leader is lost. It is remembered for less long ({@link Limits#NODE_REQUESTS_MAX}, {@link
   * Limits#NODE_REQUEST_AGE_MAX}).
   *
   * @param start is different each time that a node starts
   */
  public static RequestId ofNode(String start, long number) {
    return new RequestId(NODE + start + "/" + number);
  }

  boolean isOfNode() {
    return value.startsWith(NODE);
  }
}
