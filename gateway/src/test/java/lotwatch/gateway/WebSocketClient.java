package lotwatch.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody at the other end of a WebSocket. */
public final class WebSocketClient implements AutoCloseable {
  private static final String CLOSED = "closed ";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final WebSocket socket;

  /**
   * Opens one.
   *
   * @param page where it is, by http
   * @param headers name, value, name, value ...
   */
  public WebSocketClient(URI page, String... headers) throws Exception {
    var builder = HTTP.newWebSocketBuilder();
    for (int at = 0; at < headers.length; at += 2) {
      builder.header(headers[at], headers[at + 1]);
    }
    socket =
        builder
            .buildAsync(
                URI.create(page.toString().replaceFirst("^http", "ws")),
                new Received(received, answers))
            .get(1, TimeUnit.MINUTES);
  }

  /** Says something. */
  public void send(String text) throws Exception {
    socket.sendText(text, true).get(1, TimeUnit.MINUTES);
  }

  /** Sends bytes. */
  public void sendBytes(int count) throws Exception {
    socket.sendBinary(ByteBuffer.allocate(count), true).get(1, TimeUnit.MINUTES);
  }

  /** Sends a ping frame, which the next pong answers. */
  public void ping(String payload) throws Exception {
    socket.sendPing(ByteBuffer.wrap(payload.getBytes(UTF_8))).get(1, TimeUnit.MINUTES);
  }

  /** From now on each such message is answered at once, and not told. */
  public void answer(String question, String answer) {
    answers.put(question, answer);
  }

  /** The next message, {@code pong PAYLOAD}, or {@code closed CODE REASON}. */
  public String next() throws InterruptedException {
    var next = received.poll(2, TimeUnit.MINUTES);
    if (next == null) {
      throw new AssertionError("nothing came");
    }
    return next;
  }

  /** The next message that begins so; others are passed over. */
  public String next(String start) throws InterruptedException {
    while (true) {
      var next = next();
      if (next.startsWith(start)) {
        return next;
      }
      if (next.startsWith(CLOSED)) {
        throw new AssertionError(next + " before " + start);
      }
    }
  }

  /** Waits until it is closed; how. */
  public String awaitClosed() throws InterruptedException {
    while (true) {
      var next = next();
      if (next.startsWith(CLOSED)) {
        return next;
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
  }

  private static final class Received implements WebSocket.Listener {
    private final BlockingQueue<String> received;
    private final Map<String, String> answers;
    private final StringBuilder text = new StringBuilder();

    Received(BlockingQueue<String> received, Map<String, String> answers) {
      this.received = received;
      this.answers = answers;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        var answer = answers.get(text.toString());
        if (answer == null) {
          received.add(text.toString());
        } else {
          var _ = from.sendText(answer, true);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer payload) {
      received.add("pong " + UTF_8.decode(payload));
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      received.add(CLOSED + code + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      received.add(CLOSED + "1006 " + error.getMessage());
    }
  }
}
