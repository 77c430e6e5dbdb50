package lotwatch.media.camera;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a camera's images come from. {@code toString} of every kind is fit for logs and pages:
 * credentials are masked.
 */
public sealed interface Source {
  /** Longer than any URL that a person configures. */
  int LENGTH_MAX = 2_048;

  /** A video file on this machine. */
  record VideoFile(Path path) implements Source {
    @Override
    public String toString() {
      return "file:" + path;
    }
  }

  /**
   * A stream by RTSP, over TCP.
   *
   * @param url {@code rtsp://} or {@code rtsps://}, credentials and all
   * @param listen true if we wait at that address for a sender to come to us, rather than call it
   */
  record Rtsp(String url, boolean listen) implements Source {
    @Override
    public String toString() {
      return Credentials.masked(url) + (listen ? "?listen" : "");
    }
  }

  /** A stream by HTTP: motion JPEG, or a container that can be read from its start. */
  record Http(String url) implements Source {
    @Override
    public String toString() {
      return Credentials.masked(url);
    }
  }

  /**
   * A simulated camera.
   *
   * @param name which camera of the simulated campus
   * @param seed what happens there, second by second, follows from it
   */
  record Simulated(String name, long seed) implements Source {
    private static final Pattern SHAPE =
        Pattern.compile("sim:([a-z0-9][a-z0-9-]{0,39})(?:\\?seed=(-?\\d{1,18}))?");

    @Override
    public String toString() {
      return "sim:%s?seed=%d".formatted(name, seed);
    }
  }

  /**
   * Images that somebody sends to a node.
   *
   * @param number by which gRPC senders name it; 0 is what those of the first version mean
   */
  record Sent(int number) implements Source {
    private static final Pattern SHAPE = Pattern.compile("grpc:(\\d{1,10})");

    @Override
    public String toString() {
      return "grpc:" + number;
    }
  }

  /**
   * Reads what a person wrote: {@code file:PATH} or just a path, {@code rtsp://}, {@code rtsps://},
   * {@code http://}, {@code https://}, {@code sim:NAME?seed=N} (seed 1 if none is given), {@code
   * grpc:N} (0 to 2147483647).
   *
   * <p>{@code rtsp://0.0.0.0:8554/north?listen} waits for a sender instead of calling a camera.
   *
   * @throws IllegalArgumentException with a message for the operator
   */
  static Source parse(String written) {
    var text = written.strip();
    if (text.isEmpty() || text.length() > LENGTH_MAX) {
      throw new IllegalArgumentException(
          "a camera's source has 1 to %d characters, not %d".formatted(LENGTH_MAX, text.length()));
    }
    if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new IllegalArgumentException("a camera's source holds a control character");
    }
    return switch (scheme(text)) {
      case "file" -> new VideoFile(path(text.substring("file:".length())));
      case "" -> new VideoFile(path(text));
      case "rtsp", "rtsps" -> rtsp(withHost(text));
      case "http", "https" -> new Http(withHost(text));
      case "sim" -> simulated(text);
      case "grpc" -> sent(text);
      case String other ->
          throw new IllegalArgumentException(
              "\"%s:\" is no kind of camera: use file:, rtsp://, rtsps://, http://, https://, %s"
                  .formatted(other, "sim: or grpc:"));
    };
  }

  /** The scheme in lower case; empty if {@code text} is a path. */
  private static String scheme(String text) {
    var colon = text.indexOf(':');
    var name = colon < 0 ? "" : text.substring(0, colon);
    return name.matches("[A-Za-z][A-Za-z0-9+.-]*") ? name.toLowerCase(Locale.ROOT) : "";
  }

  private static Path path(String written) {
    var plain = written.startsWith("///") ? written.substring(2) : written;
    if (plain.isBlank() || plain.startsWith("//")) {
      throw new IllegalArgumentException("file: needs the path of a file on this machine");
    }
    return Path.of(plain);
  }

  private static String withHost(String url) {
    var scheme = url.substring(0, url.indexOf(':') + 1);
    if (!url.startsWith("//", scheme.length())) {
      // What follows is not repeated: it may be a password.
      throw new IllegalArgumentException(
          "%s needs two slashes: write %s//HOST[:PORT]/PATH".formatted(scheme, scheme));
    }
    var host = Credentials.hostAndPort(url);
    if (host.isEmpty() || host.startsWith(":")) {
      throw new IllegalArgumentException(
          "%s names no host: write %s//HOST[:PORT]/PATH"
              .formatted(Credentials.masked(url), scheme));
    }
    return url;
  }

  private static Source rtsp(String url) {
    var listen = url.endsWith("?listen");
    return new Rtsp(listen ? url.substring(0, url.length() - "?listen".length()) : url, listen);
  }

  private static Source simulated(String text) {
    var parts = Simulated.SHAPE.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is no simulated camera: write sim:NAME or sim:NAME?seed=N".formatted(text));
    }
    var seed = Optional.ofNullable(parts.group(2)).map(Long::parseLong).orElse(1L);
    return new Simulated(parts.group(1), seed);
  }

  private static Source sent(String text) {
    var parts = Sent.SHAPE.matcher(text);
    if (!parts.matches() || Long.parseLong(parts.group(1)) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "\"%s\" is no camera whose images are sent: write grpc:N, N from 0 to %d"
              .formatted(text, Integer.MAX_VALUE));
    }
    return new Sent(Integer.parseInt(parts.group(1)));
  }
}
