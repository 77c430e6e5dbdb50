package lotwatch.ledger;

import java.time.Duration;

/**
 * A caller's name for one request. The same id again gets the same answer and has no second effect,
 * for as long as it is remembered ({@link #REQUESTS_MAX}, {@link #REQUEST_AGE_MAX}).
 *
 * @param value 1 to {@value #LENGTH_MAX} printable characters
 */
public record RequestId(String value) {
  /** Characters in a request id. */
  public static final int LENGTH_MAX = 128;

  /** Request ids remembered; the oldest is forgotten first. */
  public static final int REQUESTS_MAX = 100_000;

  /** How long a request id is remembered at most. */
  public static final Duration REQUEST_AGE_MAX = Duration.ofHours(1);

  /** Request ids of nodes remembered beside them; more than wait for an answer at a time. */
  public static final int NODE_REQUESTS_MAX = 50_000;

  /** How long a request id of a node is remembered at most; longer than a node tries again. */
  public static final Duration NODE_REQUEST_AGE_MAX = Duration.ofMinutes(1);

  private static final String NODE = "node/";

  /**
   * @throws IllegalArgumentException naming the limit it breaks
   */
  public RequestId {
    Limits.checked("request id", value, LENGTH_MAX);
  }

  /**
   * What a node calls a command of a caller who gave it no name, so that it can send it again when
   * the leader is lost. It is remembered for less long ({@link #NODE_REQUESTS_MAX}, {@link
   * #NODE_REQUEST_AGE_MAX}).
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
