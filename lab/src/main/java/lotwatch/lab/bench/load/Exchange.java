package lotwatch.lab.bench.load;

import java.nio.ByteBuffer;

/**
 * What one connection asks and hears: a request, its answer, the next request. Used by one thread.
 */
public interface Exchange {
  /** Bytes of one request. */
  int REQUEST_BYTES_MAX = 1 << 10;

  /** Bytes of one answer. */
  int ANSWER_BYTES_MAX = 8 << 10;

  /**
   * Writes the next request. The one before is answered.
   *
   * @param out has room for {@link #REQUEST_BYTES_MAX}
   */
  void ask(ByteBuffer out);

  /**
   * Looks at what has come since the request.
   *
   * @param in from its position to its limit; if it is less than a whole answer, it is given again
   *     with more behind it
   * @return {@link RequestAnswer#WRONG} too if there is more than one answer
   */
  RequestAnswer receive(ByteBuffer in);

  /** Whether it may end here: it leaves nothing behind at the server. */
  default boolean isSettled() {
    return true;
  }

  /** Makes the exchange of each connection, and of the one that takes its place if it breaks. */
  @FunctionalInterface
  interface Maker {
    /**
     * A new exchange.
     *
     * @param connection its number, from 0
     */
    Exchange make(int connection);
  }
}
