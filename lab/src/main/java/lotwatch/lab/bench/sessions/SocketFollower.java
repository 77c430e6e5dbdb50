package lotwatch.lab.bench.sessions;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A Socket.IO client of the namespace {@code /parking}, by WebSocket. */
public final class SocketFollower implements WebSocket.Listener, AutoCloseable {
  private static final String PATH = "/socket.io/?EIO=4&transport=websocket";
  private static final String ENTER = "40/parking,";
  private static final String EVENT = "42/parking,";
  private static final String PONG = "3";

  private final Audience audience;
  private final StringBuilder text = new StringBuilder();
  private final CountDownLatch begun = new CountDownLatch(1);
  private @Nullable WebSocket socket;

  /** Is told what comes. */
  @FunctionalInterface
  public interface Audience {
    /**
     * Something came, after what was so at the beginning.
     *
     * @param message of the namespace: a JSON array of its name and its content
     * @param nanos when, as {@link System#nanoTime}
     */
    void take(String message, long nanos);
  }

  private SocketFollower(Audience audience) {
    this.audience = audience;
  }

  /**
   * One that has what is so when this returns.
   *
   * @param page any address of the node
   */
  public static SocketFollower of(HttpClient http, URI page, Audience audience) throws Exception {
    var follower = new SocketFollower(audience);
    var address = URI.create(page.resolve(PATH).toString().replaceFirst("^http", "ws"));
    follower.socket =
        http.newWebSocketBuilder().buildAsync(address, follower).get(1, TimeUnit.MINUTES);
    follower.socket.sendText(ENTER, true).get(1, TimeUnit.MINUTES);
    if (!follower.begun.await(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("no initial_data in a minute");
    }
    return follower;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    long now = System.nanoTime();
    text.append(part);
    if (last) {
      var message = text.toString();
      text.setLength(0);
      take(from, message, now);
    }
    from.request(1);
    return null;
  }

  private void take(WebSocket from, String message, long now) {
    if (message.equals("2")) {
      var _ = from.sendText(PONG, true);
    } else if (message.startsWith(EVENT + "[\"initial_data\"")) {
      begun.countDown();
    } else if (message.startsWith(EVENT)) {
      audience.take(message.substring(EVENT.length()), now);
    }
  }

  @Override
  public void close() {
    var open = socket;
    if (open != null) {
      open.abort();
    }
  }
}
