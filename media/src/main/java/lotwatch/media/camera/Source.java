package lotwatch.media.camera;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
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

  /** How the video of an RTSP camera travels. */
  enum Transport {
    /** Inside the RTSP connection. */
    TCP,
    /** In datagrams beside it. */
    UDP,
    /** As TCP if the camera allows that, else as UDP. */
    AUTO
  }

  /**
   * A stream by RTSP.
   *
   * @param url {@code rtsp://} or {@code rtsps://}, credentials and all
   * @param listen true if we wait at that address for a sender to come to us, rather than call it
   * @param transport how its video travels
   * @param insecure whether the certificate of an {@code rtsps://} camera is not checked
   */
  record Rtsp(String url, boolean listen, Transport transport, boolean insecure) implements Source {
    /** One over TCP. */
    Rtsp(String url, boolean listen) {
      this(url, listen, Transport.TCP, false);
    }

    @Override
    public String toString() {
      return Credentials.masked(url) + (listen ? "?listen" : "") + SourceOptions.fragment(this);
    }
  }

  /**
   * Images by HTTP: motion JPEG, single images that are polled, or a container that can be read
   * from its start.
   *
   * @param url {@code http://} or {@code https://}, credentials and all
   * @param poll from one request to the next where each answer is one image; empty means the period
   *     of the camera
   * @param insecure whether the certificate of an {@code https://} camera is not checked
   */
  record Http(String url, Optional<Duration> poll, boolean insecure) implements Source {
    /**
     * @throws IllegalArgumentException if it would be polled too often or too seldom
     */
    public Http {
      poll.ifPresent(SourceOptions::checkPoll);
    }

    /** One as it is. */
    Http(String url) {
      this(url, Optional.empty(), false);
    }

    @Override
    public String toString() {
      return Credentials.masked(url) + SourceOptions.fragment(this);
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
   * Text that a camera client of system A sends in place of images. From its hash follows how many
   * spaces are free, as that system has it: a number for tries, of no real lot.
   *
   * @param number by which gRPC senders name it, as of {@link Sent}
   * @param lot whose free spaces it tells; empty if that is not said yet
   */
  record SentText(int number, String lot) implements Source {
    private static final Pattern SHAPE =
        Pattern.compile("grpc:(\\d{1,10})\\?format=system-a(?:&lot=([^&/ ]{1,64}))?");

    @Override
    public String toString() {
      return "grpc:%d?format=system-a%s".formatted(number, lot.isEmpty() ? "" : "&lot=" + lot);
    }
  }

  /** The number under which its frames are sent; empty if they are not. */
  default OptionalInt sentNumber() {
    return switch (this) {
      case Sent sent -> OptionalInt.of(sent.number);
      case SentText text -> OptionalInt.of(text.number);
      case VideoFile _, Rtsp _, Http _, Simulated _ -> OptionalInt.empty();
    };
  }

  /**
   * Reads what a person wrote: {@code file:PATH} or just a path, {@code rtsp://}, {@code rtsps://},
   * {@code http://}, {@code https://}, {@code sim:NAME?seed=N} (seed 1 if none is given), {@code
   * grpc:N} (0 to 2147483647), {@code grpc:N?format=system-a&lot=LOT}.
   *
   * <p>{@code rtsp://0.0.0.0:8554/north?listen} waits for a sender instead of calling a camera.
   * What {@link #written} appends to a URL is understood: {@code #transport=udp}, {@code #poll=10},
   * {@code #insecure=true}.
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
      case "rtsp", "rtsps" -> {
        var options = SourceOptions.behind(text);
        yield options.rtsp(withHost(options.url()));
      }
      case "http", "https" -> {
        var options = SourceOptions.behind(text);
        yield options.http(withHost(options.url()));
      }
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
    Credentials.refuseRaw(url);
    var host = Credentials.hostAndPort(url);
    if (host.isEmpty() || host.startsWith(":")) {
      throw new IllegalArgumentException(
          "%s names no host: write %s//HOST[:PORT]/PATH"
              .formatted(Credentials.masked(url), scheme));
    }
    return url;
  }

  /**
   * The same, called as a camera's keys say.
   *
   * @param transport TCP unless it is said
   * @param poll empty unless it is said
   * @throws IllegalArgumentException if one of them says nothing about this kind of source
   */
  default Source with(Transport transport, boolean insecure, Optional<Duration> poll) {
    return switch (this) {
      case Rtsp rtsp when poll.isEmpty() ->
          new Rtsp(
              rtsp.url,
              rtsp.listen,
              transport == Transport.TCP ? rtsp.transport : transport,
              insecure || rtsp.insecure);
      case Http http when transport == Transport.TCP ->
          new Http(http.url, poll.or(() -> http.poll), insecure || http.insecure);
      default -> {
        if (transport != Transport.TCP || insecure || poll.isPresent()) {
          throw new IllegalArgumentException(
              "transport is for rtsp://, poll for http:// and https://, insecure for rtsps:// and https:// only");
        }
        yield this;
      }
    };
  }

  /** As {@link #parse} reads it, credentials and all, but without {@link #options}. */
  default String written() {
    return switch (this) {
      case VideoFile(var path) -> "file:" + path.toAbsolutePath().normalize();
      case Rtsp rtsp -> rtsp.url + (rtsp.listen ? "?listen" : "");
      case Http http -> http.url;
      case Simulated _, Sent _, SentText _ -> toString();
    };
  }

  /**
   * How it is called, by the names of the keys {@code transport}, {@code poll}, {@code insecure}.
   */
  default SortedMap<String, String> options() {
    return SourceOptions.of(this);
  }

  /**
   * The same, called as {@link #options} of it said; what this program does not know is left out.
   *
   * @throws IllegalArgumentException if one says nothing about this kind of source
   */
  default Source with(SortedMap<String, String> options) {
    return SourceOptions.applied(this, options);
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
    var words = SentText.SHAPE.matcher(text);
    if (parts.matches() && Long.parseLong(parts.group(1)) <= Integer.MAX_VALUE) {
      return new Sent(Integer.parseInt(parts.group(1)));
    }
    if (words.matches() && Long.parseLong(words.group(1)) <= Integer.MAX_VALUE) {
      var lot = words.group(2) == null ? "" : words.group(2);
      return new SentText(Integer.parseInt(words.group(1)), lot);
    }
    throw new IllegalArgumentException(
        "\"%s\" is no camera whose images are sent: write grpc:N, N from 0 to %d, or grpc:N?format=system-a"
            .formatted(text, Integer.MAX_VALUE));
  }
}
