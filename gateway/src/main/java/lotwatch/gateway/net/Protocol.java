package lotwatch.gateway.net;

import java.time.Duration;

/**
 * What is said between a port and one connection. Its methods are called one at a time, by the
 * thread that many connections share unless waiting is allowed.
 */
public interface Protocol {
  /** How the protocol goes on. */
  enum Next {
    /** There is no whole request more: the connection has to say more. */
    LISTEN,
    /** Send what is written, then hear on. */
    SEND,
    /** The next request, put back, cannot be answered at once: hear on where waiting is allowed. */
    WAIT,
    /** The answer comes by {@link Connection#answer}: send what is written, hear on after that. */
    ASKED,
    /** Send what is written and hang up. */
    HANG_UP
  }

  /**
   * Answers the requests that are there.
   *
   * @param mayWait whether this thread is the connection's own and may wait
   */
  Next receive(boolean mayWait);

  /**
   * Writes what the connection is to be told unasked, after {@link Connection#wake}.
   *
   * @return whether there is more, for which there was no room: it is called again
   */
  default boolean tell() {
    return false;
  }

  /** How long a connection that will say no more may go on listening; asked again and again. */
  default Duration listensOnMax() {
    return Duration.ZERO;
  }

  /** The connection is gone. */
  default void over() {}
}
