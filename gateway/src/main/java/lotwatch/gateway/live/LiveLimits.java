package lotwatch.gateway.live;

import static lotwatch.wire.settings.Section.CONNECTIONS_MAX;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;
import lotwatch.gateway.http.Proxies;
import lotwatch.wire.settings.Section;

/**
 * What the live feed bears.
 *
 * @param clientsMax at the same time; 503 beyond
 * @param clientsPerAddressMax at the same time from one address; 429 beyond
 * @param proxies to which {@code clientsPerAddressMax} does not apply
 * @param heartbeat how long a client may hear nothing
 * @param writeWait how long a WebSocket's client may not take a message; it is closed after that
 */
public record LiveLimits(
    int clientsMax,
    int clientsPerAddressMax,
    Predicate<InetAddress> proxies,
    Duration heartbeat,
    Duration writeWait) {
  /** Clients at the same time unless configured. */
  public static final int CLIENTS_MAX = 12_000;

  /** Clients at the same time from one address unless configured. */
  public static final int CLIENTS_PER_ADDRESS_MAX = 200;

  /** Lots that one client may ask for by name. */
  public static final int FILTER_LOTS_MAX = 100;

  /** Bytes of one message of a WebSocket's client; it is closed with 1009 beyond. */
  public static final int MESSAGE_BYTES_MAX = 16 << 10;

  /** How long a WebSocket's client may not take a message. */
  public static final Duration WRITE_WAIT_MAX = Duration.ofSeconds(30);

  /** As many as one machine was measured to bear. */
  public static final LiveLimits DEFAULT =
      new LiveLimits(CLIENTS_MAX, CLIENTS_PER_ADDRESS_MAX, Proxies.NONE, Duration.ofSeconds(15));

  /** The same with the usual wait for a client that does not read. */
  public LiveLimits(
      int clientsMax,
      int clientsPerAddressMax,
      Predicate<InetAddress> proxies,
      Duration heartbeat) {
    this(clientsMax, clientsPerAddressMax, proxies, heartbeat, WRITE_WAIT_MAX);
  }

  /** Reads its keys of the section {@code http}. */
  public static LiveLimits read(Section http) {
    return new LiveLimits(
        http.integer("live-clients-max", DEFAULT.clientsMax, 1, CONNECTIONS_MAX),
        http.integer(
            "live-clients-per-address-max", DEFAULT.clientsPerAddressMax, 1, CONNECTIONS_MAX),
        Proxies.read(http),
        DEFAULT.heartbeat);
  }

  /**
   * @throws IllegalArgumentException naming the field and the limit it breaks
   */
  public LiveLimits {
    if (clientsMax < 1 || clientsPerAddressMax < 1) {
      throw new IllegalArgumentException(
          "clientsMax is %d, clientsPerAddressMax is %d, each must be at least 1"
              .formatted(clientsMax, clientsPerAddressMax));
    }
    if (!heartbeat.isPositive() || !writeWait.isPositive()) {
      throw new IllegalArgumentException(
          "heartbeat is %s, writeWait is %s, each must be above 0".formatted(heartbeat, writeWait));
    }
  }
}
