package lotwatch.lab.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * HTTP with one node, wherever its network is: HTTP/1.0, a connection for each call.
 *
 * @param port that it serves on its loopback address
 */
record NodeCalls(Dial dial, int port) {
  private static final int LINE_BYTES_MAX = 1 << 20;

  /** How a node is reached. */
  @FunctionalInterface
  interface Dial {
    Socket connect(int port, Duration waitMax) throws IOException;
  }

  /**
   * What came back.
   *
   * @param status 200, for example
   */
  record Answer(int status, String body) {}

  /** Asks, and reads the answer to its end. */
  Answer ask(String method, String path, String headers, String body, Duration waitMax)
      throws IOException {
    try (var socket = dial.connect(port, waitMax)) {
      send(socket, method, path, headers, body, waitMax);
      var text = new String(socket.getInputStream().readAllBytes(), UTF_8);
      int blank = text.indexOf("\r\n\r\n");
      if (blank < 0) {
        throw new IOException("no answer to " + method + " " + path);
      }
      return new Answer(status(text), text.substring(blank + 4));
    }
  }

  /** Reads lines of an answer that never ends, until one is the last that is wanted. */
  List<String> lines(String path, Predicate<String> last, Duration waitMax) throws IOException {
    var lines = new ArrayList<String>();
    try (var socket = dial.connect(port, waitMax)) {
      send(socket, "GET", path, "", "", waitMax);
      var in = new BufferedInputStream(socket.getInputStream());
      var first = line(in);
      if (status(first) != 200) {
        throw new IOException(path + ": " + first);
      }
      while (!line(in).isEmpty()) {
        // its headers
      }
      while (true) {
        var line = line(in);
        if (!line.isEmpty()) {
          lines.add(line);
          if (last.test(line)) {
            return lines;
          }
        }
      }
    }
  }

  private static String line(BufferedInputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int each = in.read(); each != '\n'; each = in.read()) {
      if (each < 0 || bytes.size() > LINE_BYTES_MAX) {
        throw new IOException("the answer ends too early");
      }
      bytes.write(each);
    }
    return bytes.toString(UTF_8).strip();
  }

  private void send(
      Socket socket, String method, String path, String headers, String body, Duration waitMax)
      throws IOException {
    socket.setSoTimeout(Math.toIntExact(waitMax.toMillis()));
    byte[] content = body.getBytes(UTF_8);
    var head =
        "%s %s HTTP/1.0\r\nHost: 127.0.0.1:%d\r\n%s%s\r\n"
            .formatted(
                method,
                path,
                port,
                content.length == 0
                    ? ""
                    : "Content-Type: application/json\r\nContent-Length: %d\r\n"
                        .formatted(content.length),
                headers);
    var out = socket.getOutputStream();
    out.write(head.getBytes(UTF_8));
    out.write(content);
    out.flush();
  }

  private static int status(String text) throws IOException {
    var words = text.split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/")) {
      throw new IOException("no HTTP");
    }
    return Integer.parseInt(words[1]);
  }
}
