package lotwatch.lab.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * HTTP with one node, wherever its network is: HTTP/1.0, a connection for each call.
 *
 * @param port that it serves on its loopback address
 */
record NodeCalls(Dial dial, int port) {
  private static final int LINE_BYTES_MAX = 1 << 20;
  private static final String LENGTH = "content-length:";

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
    return send(method, path, headers, "application/json", body.getBytes(UTF_8), waitMax);
  }

  /** The same with any content. */
  Answer send(
      String method, String path, String headers, String type, byte[] body, Duration waitMax)
      throws IOException {
    try (var socket = dial.connect(port, waitMax)) {
      send(socket, method, path, headers, type, body, waitMax);
      var in = new BufferedInputStream(socket.getInputStream());
      int status = status(line(in));
      while (!line(in).isEmpty()) {
        // its headers
      }
      return new Answer(status, new String(in.readAllBytes(), UTF_8));
    }
  }

  /**
   * Writes what it gives out into a file.
   *
   * @throws IOException if it does not answer with 200, or not to the end
   */
  void fetch(String path, Path to, Duration waitMax) throws IOException {
    try (var socket = dial.connect(port, waitMax)) {
      send(socket, "GET", path, "", "", new byte[0], waitMax);
      var in = new BufferedInputStream(socket.getInputStream());
      var first = line(in);
      if (status(first) != 200) {
        throw new IOException(path + ": " + first);
      }
      long length = -1;
      for (var each = line(in); !each.isEmpty(); each = line(in)) {
        if (each.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
          length = Long.parseLong(each.substring(LENGTH.length()).strip());
        }
      }
      if (Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING) != length) {
        throw new IOException(path + ": the answer is cut off");
      }
    }
  }

  /** Reads lines of an answer that never ends, until one is the last that is wanted. */
  List<String> lines(String path, Predicate<String> last, Duration waitMax) throws IOException {
    var lines = new ArrayList<String>();
    try (var socket = dial.connect(port, waitMax)) {
      send(socket, "GET", path, "", "", new byte[0], waitMax);
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
      Socket socket,
      String method,
      String path,
      String headers,
      String type,
      byte[] content,
      Duration waitMax)
      throws IOException {
    socket.setSoTimeout(Math.toIntExact(waitMax.toMillis()));
    var head =
        "%s %s HTTP/1.0\r\nHost: 127.0.0.1:%d\r\n%s%s\r\n"
            .formatted(
                method,
                path,
                port,
                content.length == 0
                    ? ""
                    : "Content-Type: %s\r\nContent-Length: %d\r\n".formatted(type, content.length),
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
