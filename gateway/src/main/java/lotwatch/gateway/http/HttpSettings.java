package lotwatch.gateway.http;

import static lotwatch.wire.settings.Section.CONNECTIONS_MAX;
import static lotwatch.wire.settings.Section.HOUR_MAX;
import static lotwatch.wire.settings.Section.PORT_MAX;
import static lotwatch.wire.settings.Section.WAIT_MIN;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;
import lotwatch.gateway.net.LostPeers;
import lotwatch.wire.settings.Section;
import org.jspecify.annotations.Nullable;

/**
 * Where the HTTP server listens and what it bears.
 *
 * @param host the address to listen on
 * @param port 0 takes a free one
 * @param pages the class path folder with the web page, such as {@code /dashboard}; null for none
 * @param browsers what pages of other sites may do
 * @param base where a proxy serves it
 */
public record HttpSettings(
    String host,
    int port,
    @Nullable String pages,
    Limits limits,
    BrowserSettings browsers,
    BasePath base) {
  /** The port unless configured. */
  public static final int PORT = 8080;

  /** This machine only, with the web page. */
  public static final HttpSettings DEFAULT =
      new HttpSettings(
          "127.0.0.1", PORT, "/dashboard", Limits.DEFAULT, BrowserSettings.DEFAULT, BasePath.NONE);

  /** Reads the section {@code http}. */
  public static HttpSettings read(Section http) {
    return new HttpSettings(
        http.text("host", DEFAULT.host),
        http.integer("port", PORT, 0, PORT_MAX),
        DEFAULT.pages,
        Limits.read(http),
        BrowserSettings.read(http),
        BasePath.read(http));
  }

  /** The same on another port. */
  public HttpSettings on(int otherPort) {
    return new HttpSettings(host, otherPort, pages, limits, browsers, base);
  }

  /** The same with other limits. */
  public HttpSettings bearing(Limits otherLimits) {
    return new HttpSettings(host, port, pages, otherLimits, browsers, base);
  }

  /** The same without the web page. */
  public HttpSettings pageless() {
    return new HttpSettings(host, port, null, limits, browsers, base);
  }

  /** The same for a server that is reached by another host, too: requests may name it. */
  public HttpSettings knownAs(String other) {
    return letting(browsers.withHost(other));
  }

  /** The same below a path. */
  public HttpSettings below(BasePath other) {
    return new HttpSettings(host, port, pages, limits, browsers, other);
  }

  /** The same with other rules for browsers. */
  public HttpSettings letting(BrowserSettings otherBrowsers) {
    return new HttpSettings(host, port, pages, limits, otherBrowsers, base);
  }

  /**
   * What one connection, and all of them, may cost.
   *
   * @param connections how many
   * @param headBytesMax bytes in the head of a request; 431 beyond
   * @param waits how long the server waits for one
   * @param sendBufferBytes what the kernel may hold of an answer that its client does not read
   */
  public record Limits(
      Connections connections, int headBytesMax, Waits waits, int sendBufferBytes) {
    /** Room for 12,000 live clients and everybody else. */
    public static final Limits DEFAULT =
        new Limits(Connections.DEFAULT, 8 << 10, Waits.DEFAULT, 64 << 10);

    private static Limits read(Section http) {
      return new Limits(
          Connections.read(http), DEFAULT.headBytesMax, Waits.read(http), DEFAULT.sendBufferBytes);
    }

    /** The same for other connections. */
    public Limits with(Connections others) {
      return new Limits(others, headBytesMax, waits, sendBufferBytes);
    }

    /** The same with other waits. */
    public Limits with(Waits others) {
      return new Limits(connections, headBytesMax, others, sendBufferBytes);
    }
  }

  /**
   * How many connections may be open. Beyond, the longest silent one makes room; where all are in
   * use, the new one is closed.
   *
   * @param max of all together
   * @param perAddressMax of one address
   * @param proxies to which {@code perAddressMax} does not apply
   */
  public record Connections(int max, int perAddressMax, Predicate<InetAddress> proxies) {
    /** Six connections each of the browsers behind one address of a large office. */
    public static final Connections DEFAULT = new Connections(16_000, 1_000, Proxies.NONE);

    /** The same for so many in all. */
    public Connections of(int otherMax) {
      return new Connections(otherMax, Math.min(perAddressMax, otherMax), proxies);
    }

    private static Connections read(Section http) {
      return new Connections(
          http.integer("connections-max", DEFAULT.max, 1, CONNECTIONS_MAX),
          http.integer("connections-per-address-max", DEFAULT.perAddressMax, 1, CONNECTIONS_MAX),
          Proxies.read(http));
    }
  }

  /**
   * How long the server waits for a connection.
   *
   * @param requestMax how long a request may take to arrive, head and body
   * @param idleMax how long it may be silent, or take no bytes of an answer
   * @param peers how long its system may acknowledge nothing
   */
  public record Waits(Duration requestMax, Duration idleMax, LostPeers peers) {
    /** Long enough for a phone with one bar. */
    public static final Waits DEFAULT =
        new Waits(
            Duration.ofSeconds(10), Duration.ofSeconds(30), new LostPeers(Duration.ofSeconds(30)));

    private static Waits read(Section http) {
      return new Waits(
          http.seconds("request-wait-max", DEFAULT.requestMax, WAIT_MIN, HOUR_MAX),
          http.seconds("idle-max", DEFAULT.idleMax, WAIT_MIN, HOUR_MAX),
          new LostPeers(
              http.seconds(
                  "unacknowledged-max",
                  DEFAULT.peers.unacknowledgedMax(),
                  LostPeers.MIN,
                  HOUR_MAX)));
    }
  }
}
