package lotwatch.lab.bench.sessions;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Socket.IO client of the namespace {@code /parking}, by WebSocket. */
final class SocketFollower implements WebSocket.Listener, AutoCloseable {
  private static final String PATH = "/socket.io/?EIO=4&transport=websocket";
  private static final String ENTER = "40/parking,";
  private static final String PONG = "3";
  private static final Pattern ROW =
      Pattern.compile(
          "42/parking,\\[\"parking_update\",\\{\"license_plate\":\"([^\"]+)\".*\"status\":\"(\\w+)\".*");

  private final SocketRows rows;
  private final StringBuilder text = new StringBuilder();
  private final CountDownLatch begun = new CountDownLatch(1);
  private @Nullable WebSocket socket;

  private SocketFollower(SocketRows rows) {
    this.rows = rows;
  }

  /** One that has what is so when this returns. */
  static SocketFollower of(HttpClient http, URI page, SocketRows rows) throws Exception {
    var follower = new SocketFollower(rows);
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
    } else if (message.startsWith("42/parking,[\"initial_data\"")) {
      begun.countDown();
    } else {
      var row = ROW.matcher(message);
      if (row.matches()) {
        rows.received(SocketRows.key(row.group(1), row.group(2)), now);
      }
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
