package lotwatch.ledger;

/**
 * A caller's name for one request. The same id again gets the same answer and has no second effect,
 * for as long as it is remembered ({@link Limits#REQUESTS_MAX}, {@link Limits#REQUEST_AGE_MAX}).
 *
 * @param value 1 to {@value Limits#REQUEST_ID_LENGTH_MAX} printable characters
 */
public record RequestId(String value) {
  /**
   * @throws IllegalArgumentException naming the limit it breaks
   */
  public RequestId {
    Limits.checked("request id", value, Limits.REQUEST_ID_LENGTH_MAX);
  }
}
