package lotwatch.node.config;

import java.time.Duration;
import java.util.OptionalInt;
import lotwatch.gateway.finder.pubsub.PubSubHandler;
import lotwatch.gateway.net.TcpLimits;

/**
 * The ports of the campus smart parking finder.
 *
 * @param host they listen on
 * @param text port of the text protocol; 0 takes a free one, empty leaves the port closed
 * @param rpc port of the framed calls, likewise
 * @param sensor port of the sensors, likewise
 * @param pubsub port of the subscriptions, likewise
 * @param queueMax events that wait for one subscriber
 * @param stalledMax how long a subscriber may take nothing
 * @param limits of each port
 */
public record FinderSettings(
    String host,
    OptionalInt text,
    OptionalInt rpc,
    OptionalInt sensor,
    OptionalInt pubsub,
    int queueMax,
    Duration stalledMax,
    TcpLimits limits) {
  /** The port of the text protocol unless configured. */
  public static final int TEXT_PORT = 5_000;

  /** The port of the framed calls unless configured. */
  public static final int RPC_PORT = 5_001;

  /** The port of the sensors unless configured. */
  public static final int SENSOR_PORT = 5_002;

  /** The port of the subscriptions unless configured. */
  public static final int PUBSUB_PORT = 5_003;

  static final String HOST = "127.0.0.1";
  static final int QUEUE_LIMIT = 100_000;
  private static final int CONNECTIONS_LIMIT = 1_000_000;
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration STALLED_MAX = Duration.ofMinutes(5);

  static FinderSettings read(Section root) {
    var text = root.section("text");
    var rpc = root.section("rpc");
    var sensor = root.section("sensor");
    var pubsub = root.section("pubsub");
    var tcp = root.section("tcp");
    var sane = TcpLimits.DEFAULT;
    var servers =
        new FinderSettings(
            tcp.text("host", HOST),
            text.port("port", TEXT_PORT),
            rpc.port("port", RPC_PORT),
            sensor.port("port", SENSOR_PORT),
            pubsub.port("port", PUBSUB_PORT),
            pubsub.integer("queue-max", PubSubHandler.QUEUE_MAX, 1, QUEUE_LIMIT),
            pubsub.seconds("stalled-max", STALLED_MAX, SHORT, DAY),
            new TcpLimits(
                tcp.integer("connections-max", sane.connectionsMax(), 1, CONNECTIONS_LIMIT),
                tcp.integer(
                    "connections-per-address-max",
                    sane.connectionsPerAddressMax(),
                    1,
                    CONNECTIONS_LIMIT),
                tcp.seconds("idle-max", sane.idleMax(), SHORT, DAY),
                tcp.seconds("request-wait-max", sane.requestWaitMax(), SHORT, DAY),
                tcp.seconds("write-wait-max", sane.writeWaitMax(), SHORT, DAY)));
    text.close();
    rpc.close();
    sensor.close();
    pubsub.close();
    tcp.close();
    return servers;
  }

  /** The same on free ports where no other than the usual ones were configured. */
  FinderSettings onFreePorts() {
    return new FinderSettings(
        host,
        free(text, TEXT_PORT),
        free(rpc, RPC_PORT),
        free(sensor, SENSOR_PORT),
        free(pubsub, PUBSUB_PORT),
        queueMax,
        stalledMax,
        limits);
  }

  private static OptionalInt free(OptionalInt port, int usual) {
    return port.equals(OptionalInt.of(usual)) ? OptionalInt.of(0) : port;
  }
}
