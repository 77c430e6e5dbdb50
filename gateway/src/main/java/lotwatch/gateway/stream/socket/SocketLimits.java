package lotwatch.gateway.stream.socket;

import static lotwatch.wire.settings.Section.CONNECTIONS_MAX;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;
import lotwatch.gateway.http.Proxies;
import lotwatch.wire.settings.Section;

/**
 * What Socket.IO bears.
 *
 * @param clientsMax at the same time; 503 beyond
 * @param clientsPerAddressMax at the same time from one address; 429 beyond
 * @param proxies to which {@code clientsPerAddressMax} does not apply
 * @param pings how the server notices that a client is gone
 */
public record SocketLimits(
    int clientsMax, int clientsPerAddressMax, Predicate<InetAddress> proxies, Pings pings) {
  /** Clients at the same time unless configured. */
  public static final int CLIENTS_MAX = 2_000;

  /** Clients at the same time from one address unless configured. */
  public static final int CLIENTS_PER_ADDRESS_MAX = 200;

  /** Bytes of one message, or of the body of one request, of a client; 413 or 1009 beyond. */
  public static final int MESSAGE_BYTES_MAX = 64 << 10;

  /** Packets in the body of one request. */
  public static final int PACKETS_MAX = 256;

  /** Characters in the name of a namespace. */
  public static final int NAMESPACE_LENGTH_MAX = 64;

  /**
   * Packets that wait for one client; it is closed beyond. A batch of sightings is three thousand.
   */
  public static final int QUEUE_MAX = 10_000;

  /** Characters that wait for one client, give or take one packet; it is closed beyond. */
  public static final int QUEUE_LENGTH_MAX = 16 << 20;

  /** Characters in the answer to one poll, give or take one packet. */
  static final int POLL_LENGTH_MAX = 1 << 20;

  /** Packets that a WebSocket was given and has not sent. */
  static final int ON_THE_WAY_MAX = 64;

  /** How long a client may take from its WebSocket's opening to its going over to it. */
  static final Duration UPGRADE_WAIT_MAX = Duration.ofSeconds(10);

  /** How long a client may be in no namespace. */
  static final Duration NAMESPACE_WAIT_MAX = Duration.ofSeconds(45);

  /** As many as the rows of a busy site can be written out for. */
  public static final SocketLimits DEFAULT =
      new SocketLimits(CLIENTS_MAX, CLIENTS_PER_ADDRESS_MAX, Proxies.NONE, Pings.SYSTEM_C);

  /**
   * @throws IllegalArgumentException naming the field and the limit it breaks
   */
  public SocketLimits {
    if (clientsMax < 1 || clientsPerAddressMax < 1) {
      throw new IllegalArgumentException(
          "clientsMax is %d, clientsPerAddressMax is %d, each must be at least 1"
              .formatted(clientsMax, clientsPerAddressMax));
    }
  }

  /** Reads its keys of the section {@code http}. */
  public static SocketLimits read(Section http) {
    return new SocketLimits(
        http.integer("socket-clients-max", DEFAULT.clientsMax, 1, CONNECTIONS_MAX),
        http.integer(
            "socket-clients-per-address-max", DEFAULT.clientsPerAddressMax, 1, CONNECTIONS_MAX),
        Proxies.read(http),
        DEFAULT.pings);
  }

  /**
   * How the server notices that a client is gone.
   *
   * @param interval from one answer to the next ping
   * @param timeout for the answer
   */
  public record Pings(Duration interval, Duration timeout) {
    /** As system C has them. */
    public static final Pings SYSTEM_C = new Pings(Duration.ofSeconds(25), Duration.ofSeconds(20));

    /**
     * @throws IllegalArgumentException naming what is not above 0
     */
    public Pings {
      if (!interval.isPositive() || !timeout.isPositive()) {
        throw new IllegalArgumentException(
            "interval is %s, timeout is %s, each must be above 0".formatted(interval, timeout));
      }
    }
  }
}
