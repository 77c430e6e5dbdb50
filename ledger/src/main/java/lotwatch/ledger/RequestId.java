package lotwatch.ledger;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A caller's name for one request. The same id again gets the same answer and has no second effect,
 * for as long as it is remembered ({@link #REQUESTS_MAX}, {@link #REQUEST_AGE_MAX}).
 *
 * @param value 1 to {@value #LENGTH_MAX} printable characters
 * @param client who names it, as a number that says nothing of them: one client's requests push out
 *     none of another's. Two ids of one value are the same request, whoever sends it again. 0 is
 *     not known; another is of version 4
 */
public record RequestId(String value, int client) {
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

  /**
   * Where all are remembered that can be, no younger one is forgotten for its own client's sake.
   */
  public static final Duration REQUEST_AGE_MIN = Duration.ofMinutes(1);

  private static final String NODE = "node/";

  /** One of which nobody says who names it. */
  public RequestId(String value) {
    this(value, 0);
  }

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

  /** The same request, named by this client. */
  public RequestId from(int namer) {
    return new RequestId(value, namer);
  }

  /** The version that knows all of it. */
  public int version() {
    return client == 0 ? Versions.FIRST : 4;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RequestId same && value.equals(same.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  boolean isOfNode() {
    return value.startsWith(NODE);
  }
}
