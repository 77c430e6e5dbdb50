package lotwatch.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import lotwatch.client.ParkingException.BrokenProtocol;
import lotwatch.client.ParkingException.Unavailable;
import org.jspecify.annotations.Nullable;

/**
 * One port of a server, or the same one of each node of a cluster. Keeps a connection, opens a new
 * one at the next address when it fails, and asks again what may be asked again. One call at a
 * time; others wait.
 */
final class Endpoint implements AutoCloseable {
  /** Between two rounds through the addresses. */
  private static final Duration ROUND_PAUSE = Duration.ofMillis(100);

  private final List<Address> addresses;
  private final Timeouts timeouts;
  private final ReentrantLock lock = new ReentrantLock();
  private int at;

  /** Connections that failed since the last one that did not, and since when there is none. */
  private int refusals;

  private long alone;
  private volatile @Nullable Connection open;
  private volatile boolean closed;

  /** What a call does to a lot, and so what a second try would do. */
  enum Effect {
    /** It reads. */
    NONE,
    /** It has a name, by which the server knows it again. */
    ONCE,
    /** It has none: a second one would count twice. */
    EACH_TIME
  }

  /** What is sent over a connection, and what the answer comes to. */
  @FunctionalInterface
  interface Exchange<T> {
    T over(Connection connection) throws IOException, ParkingException;
  }

  Endpoint(List<Address> addresses, Timeouts timeouts) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("no address is given");
    }
    this.addresses = List.copyOf(addresses);
    this.timeouts = timeouts;
  }

  <T> T ask(Effect effect, Exchange<T> exchange) throws ParkingException {
    lock.lock();
    try {
      alone = System.nanoTime();
      long deadline = alone + timeouts.callMax().toNanos();
      boolean mayBeApplied = false;
      for (int tries = 1; ; tries++) {
        try {
          return tryOnce(exchange, deadline);
        } catch (Unavailable e) {
          mayBeApplied |= effect != Effect.NONE && e.mayBeApplied();
          hangUp();
          at = (at + 1) % addresses.size();
          boolean again = effect != Effect.EACH_TIME || !e.mayBeApplied();
          if (!again || closed || !pause(tries, deadline)) {
            throw new Unavailable(String.valueOf(e.getMessage()), mayBeApplied, e);
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private <T> T tryOnce(Exchange<T> exchange, long deadline) throws ParkingException {
    var address = addresses.get(at);
    Connection connection;
    try {
      connection = connection(address, deadline);
    } catch (IOException e) {
      throw new Unavailable("no connection to %s: %s".formatted(address, why(e)), false, e);
    }
    try {
      return exchange.over(connection.until(earlier(deadline, timeouts.answerMax())));
    } catch (IOException e) {
      throw new Unavailable("no answer from %s: %s".formatted(address, why(e)), true, e);
    } catch (BrokenProtocol e) {
      hangUp();
      throw e;
    }
  }

  private static String why(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** A connection that was closed meanwhile is found out before something is lost with it. */
  private Connection connection(Address address, long deadline) throws IOException {
    var kept = open;
    if (kept != null && !kept.isOver()) {
      return kept;
    }
    hangUp();
    if (closed) {
      throw new IOException("the client is closed");
    }
    refusals++;
    var fresh = Connection.open(address, earlier(deadline, timeouts.connectMax()));
    open = fresh;
    refusals = 0;
    alone = System.nanoTime();
    if (closed) {
      fresh.close();
    }
    return fresh;
  }

  private static long earlier(long deadline, Duration wait) {
    return Math.min(deadline, System.nanoTime() + wait.toNanos());
  }

  /** Whether another try makes sense: there is time, and somebody was there lately. */
  private boolean pause(int tries, long deadline) {
    try {
      if (tries % addresses.size() == 0) {
        Thread.sleep(ROUND_PAUSE);
      }
      long now = System.nanoTime();
      boolean nobody =
          refusals >= addresses.size() && now - alone > timeouts.connectMax().toNanos();
      return now < deadline && !nobody;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void hangUp() {
    var connection = open;
    open = null;
    if (connection != null) {
      connection.close();
    }
  }

  /** Ends a call that is under way, too. */
  @Override
  public void close() {
    closed = true;
    var connection = open;
    if (connection != null) {
      connection.close();
    }
  }
}
