package lotwatch.gateway.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.util.function.Predicate;
import lotwatch.wire.EventToken;

/** A client of the live feed on a bare socket. */
final class Listener implements AutoCloseable {
  private static final int SILENCE_MILLIS_MAX = 60_000;
  private final Socket socket;
  private final BufferedReader in;

  Listener(URI uri, String... headers) throws IOException {
    socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout(SILENCE_MILLIS_MAX);
    var head = new StringBuilder("GET ").append(uri.getRawPath());
    if (uri.getRawQuery() != null) {
      head.append('?').append(uri.getRawQuery());
    }
    head.append(" HTTP/1.1\r\nHost: ").append(uri.getAuthority()).append("\r\n");
    for (int i = 0; i < headers.length; i += 2) {
      head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
    }
    socket.getOutputStream().write(head.append("\r\n").toString().getBytes(UTF_8));
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  /** The next event that carries data. */
  Block next() throws IOException {
    Block block = any();
    while (block.data().isEmpty()) {
      block = any();
    }
    return block;
  }

  /** Whether such a block comes before the server falls silent. */
  boolean until(Predicate<Block> wanted) throws IOException {
    while (!wanted.test(any())) {
      // the next one
    }
    return true;
  }

  private Block any() throws IOException {
    String kind = "";
    String data = "";
    String token = "";
    long id = -1;
    while (true) {
      String line = in.readLine();
      if (line == null) {
        throw new IOException("the server hung up");
      }
      if (line.startsWith("event: ")) {
        kind = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
      } else if (line.startsWith("id: ")) {
        token = line.substring(4);
        id = EventToken.parse(token).sequence();
      } else if (line.isEmpty() && id >= 0) {
        return new Block(id, token, kind, data);
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** One event block; chunk sizes and heads between them are passed over. */
  record Block(long id, String token, String kind, String data) {}
}
