package lotwatch.gateway.http;

import static lotwatch.wire.settings.Section.CONNECTIONS_MAX;
import static lotwatch.wire.settings.Section.HOUR_MAX;
import static lotwatch.wire.settings.Section.PORT_MAX;
import static lotwatch.wire.settings.Section.WAIT_MIN;

import java.time.Duration;
import lotwatch.wire.settings.Section;
import org.jspecify.annotations.Nullable;

/**
 * Where the HTTP server listens and what it bears.
 *
 * @param host the address to listen on
 * @param port 0 takes a free one
 * @param pages the class path folder with the web page, such as {@code /dashboard}; null for none
 * @param browsers what pages of other sites may do
 */
public record HttpSettings(
    String host, int port, @Nullable String pages, Limits limits, BrowserSettings browsers) {
  /** The port unless configured. */
  public static final int PORT = 8080;

  /** This machine only, with the web page. */
  public static final HttpSettings DEFAULT =
      new HttpSettings("127.0.0.1", PORT, "/dashboard", Limits.DEFAULT, BrowserSettings.DEFAULT);

  /** Reads the section {@code http}. */
  public static HttpSettings read(Section http) {
    return new HttpSettings(
        http.text("host", DEFAULT.host),
        http.integer("port", PORT, 0, PORT_MAX),
        DEFAULT.pages,
        Limits.read(http),
        BrowserSettings.read(http));
  }

  /** The same on another port. */
  public HttpSettings on(int otherPort) {
    return new HttpSettings(host, otherPort, pages, limits, browsers);
  }

  /** The same with other limits. */
  public HttpSettings bearing(Limits otherLimits) {
    return new HttpSettings(host, port, pages, otherLimits, browsers);
  }

  /** The same without the web page. */
  public HttpSettings pageless() {
    return new HttpSettings(host, port, null, limits, browsers);
  }

  /** The same for a server that is reached by another host, too: requests may name it. */
  public HttpSettings knownAs(String other) {
    return letting(browsers.withHost(other));
  }

  /** The same with other rules for browsers. */
  public HttpSettings letting(BrowserSettings otherBrowsers) {
    return new HttpSettings(host, port, pages, limits, otherBrowsers);
  }

  /**
   * What one connection, and all of them, may cost.
   *
   * @param connectionsMax open connections; more wait in the listen queue
   * @param headBytesMax bytes in the head of a request; 431 beyond
   * @param requestWaitMax how long a request may take to arrive, head and body
   * @param idleMax how long a connection may be silent, or take no bytes of an answer
   * @param sendBufferBytes what the kernel may hold of an answer that its client does not read
   */
  public record Limits(
      int connectionsMax,
      int headBytesMax,
      Duration requestWaitMax,
      Duration idleMax,
      int sendBufferBytes) {
    /** Room for 12,000 live clients and everybody else. */
    public static final Limits DEFAULT =
        new Limits(16_000, 8 << 10, Duration.ofSeconds(10), Duration.ofSeconds(30), 64 << 10);

    private static Limits read(Section http) {
      return new Limits(
          http.integer("connections-max", DEFAULT.connectionsMax, 1, CONNECTIONS_MAX),
          DEFAULT.headBytesMax,
          http.seconds("request-wait-max", DEFAULT.requestWaitMax, WAIT_MIN, HOUR_MAX),
          http.seconds("idle-max", DEFAULT.idleMax, WAIT_MIN, HOUR_MAX),
          DEFAULT.sendBufferBytes);
    }
  }
}
