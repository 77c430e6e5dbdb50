package lotwatch.gateway.net;

import java.time.Duration;

/**
 * What one port bears.
 *
 * @param connectionsMax at the same time; more are refused
 * @param connectionsPerAddressMax at the same time from one address; beyond, one makes room that
 *     has given no sign of life for a while, else the new one is refused
 * @param waits how long it waits for a connection
 */
public record TcpLimits(int connectionsMax, int connectionsPerAddressMax, Waits waits) {
  /** Long enough for the last words to arrive. */
  static final Duration LINGER_MAX = Duration.ofSeconds(1);

  /** A client without a network for so long asks again. */
  static final LostPeers PEERS = new LostPeers(Duration.ofMinutes(1));

  /** Room for a campus of sensors and signs; one address cannot take all of it. */
  public static final TcpLimits DEFAULT =
      new TcpLimits(
          4_000, 1_000, Duration.ofMinutes(10), Duration.ofSeconds(10), Duration.ofSeconds(30));

  /**
   * How long a port waits for a connection.
   *
   * @param idleMax how long it may say nothing between two requests
   * @param requestWaitMax how long a request may take from its first byte to its last
   * @param writeWaitMax how long it may take none of the bytes it is sent
   * @param lingerMax how long it may take to read why it is hung up on
   * @param peers how long its system may answer nothing
   */
  public record Waits(
      Duration idleMax,
      Duration requestWaitMax,
      Duration writeWaitMax,
      Duration lingerMax,
      LostPeers peers) {
    /**
     * @throws IllegalArgumentException naming the field and the limit it breaks
     */
    public Waits {
      positive("idleMax", idleMax);
      positive("requestWaitMax", requestWaitMax);
      positive("writeWaitMax", writeWaitMax);
      positive("lingerMax", lingerMax);
    }

    private static void positive(String name, Duration wait) {
      if (!wait.isPositive()) {
        throw new IllegalArgumentException("%s is %s, it must be above 0".formatted(name, wait));
      }
    }
  }

  /**
   * @throws IllegalArgumentException naming the field and the limit it breaks
   */
  public TcpLimits {
    if (connectionsMax < 1 || connectionsPerAddressMax < 1) {
      throw new IllegalArgumentException(
          "connectionsMax is %d, connectionsPerAddressMax is %d, each must be at least 1"
              .formatted(connectionsMax, connectionsPerAddressMax));
    }
  }

  /** Those with {@link #LINGER_MAX} and {@link #PEERS}. */
  public TcpLimits(
      int connectionsMax,
      int connectionsPerAddressMax,
      Duration idleMax,
      Duration requestWaitMax,
      Duration writeWaitMax) {
    this(
        connectionsMax,
        connectionsPerAddressMax,
        new Waits(idleMax, requestWaitMax, writeWaitMax, LINGER_MAX, PEERS));
  }

  /** The same for so many connections in all. */
  public TcpLimits of(int otherMax) {
    return new TcpLimits(otherMax, Math.min(connectionsPerAddressMax, otherMax), waits);
  }

  /** See {@link Waits#idleMax}. */
  public Duration idleMax() {
    return waits.idleMax;
  }

  /** See {@link Waits#requestWaitMax}. */
  public Duration requestWaitMax() {
    return waits.requestWaitMax;
  }

  /** See {@link Waits#writeWaitMax}. */
  public Duration writeWaitMax() {
    return waits.writeWaitMax;
  }

  /** See {@link Waits#peers}. */
  public LostPeers peers() {
    return waits.peers;
  }

  /** See {@link Waits#lingerMax}. */
  Duration lingerMax() {
    return waits.lingerMax;
  }

  /** The same with another wait for a connection that takes nothing. */
  public TcpLimits withWriteWaitMax(Duration other) {
    return with(
        new Waits(waits.idleMax, waits.requestWaitMax, other, waits.lingerMax, waits.peers));
  }

  /** The same with another time to read the last words. */
  TcpLimits withLingerMax(Duration other) {
    return with(
        new Waits(waits.idleMax, waits.requestWaitMax, waits.writeWaitMax, other, waits.peers));
  }

  /** The same with other patience for peers whose system answers nothing. */
  public TcpLimits with(LostPeers other) {
    return with(
        new Waits(waits.idleMax, waits.requestWaitMax, waits.writeWaitMax, waits.lingerMax, other));
  }

  private TcpLimits with(Waits others) {
    return new TcpLimits(connectionsMax, connectionsPerAddressMax, others);
  }
}
