package lotwatch.gateway.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * Hangs up on connections whose request arrives too slowly: a byte now and then keeps Jetty's idle
 * timeout from ever firing. A long one may take its time as long as so much of it comes.
 */
final class SlowRequests extends AbstractLifeCycle implements Connection.Listener {
  private static final System.Logger LOG = System.getLogger(SlowRequests.class.getName());
  private static final int LOOKS = 4;

  /** Bytes that have to come within the wait, for it to begin anew. */
  static final long PROGRESS_BYTES_MIN = 64 << 10;

  private final Duration waitMax;
  private final Map<HttpConnection, Arrival> arriving = new ConcurrentHashMap<>();
  private volatile @Nullable Thread watch;

  SlowRequests(Duration waitMax) {
    this.waitMax = waitMax;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof HttpConnection http) {
      arriving.put(http, new Arrival(0, 0, System.nanoTime()));
    }
  }

  @Override
  public void onClosed(Connection connection) {
    if (connection instanceof HttpConnection http) {
      arriving.remove(http);
    }
  }

  @Override
  protected void doStart() {
    watch = Thread.ofVirtual().name("http-slow-requests").start(this::look);
  }

  @Override
  protected void doStop() {
    Thread looking = watch;
    if (looking != null) {
      looking.interrupt();
    }
  }

  private void look() {
    try {
      while (true) {
        Thread.sleep(waitMax.dividedBy(LOOKS));
        arriving.replaceAll(this::looked);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Arrival looked(HttpConnection connection, Arrival arrival) {
    HttpParser parser = connection.getParser();
    boolean inRequest =
        (parser.inContentState() || (parser.inHeaderState() && !parser.isStart()))
            && connection.getEndPoint().isFillInterested(); // else it is our turn
    long requests = connection.getMessagesIn();
    long bytes = connection.getBytesIn();
    if (!inRequest
        || requests != arrival.requests()
        || bytes - arrival.bytes() >= PROGRESS_BYTES_MIN) {
      return new Arrival(requests, bytes, System.nanoTime());
    }
    if (System.nanoTime() - arrival.sinceNanos() > waitMax.toNanos()) {
      LOG.log(
          System.Logger.Level.INFO,
          "{0} took more than {1} to send a request: closed",
          connection.getEndPoint().getRemoteSocketAddress(),
          waitMax);
      connection.getEndPoint().close();
    }
    return arrival;
  }

  /**
   * A request on its way.
   *
   * @param requests how many came before it on this connection
   * @param bytes how many had come on this connection
   * @param sinceNanos by {@link System#nanoTime}, when it was first seen to be on its way
   */
  private record Arrival(long requests, long bytes, long sinceNanos) {}
}
