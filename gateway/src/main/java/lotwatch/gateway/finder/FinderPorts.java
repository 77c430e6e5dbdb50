package lotwatch.gateway.finder;

import java.util.OptionalInt;
import java.util.stream.Stream;
import lotwatch.wire.settings.Section;

/**
 * The ports of the campus smart parking finder; 0 takes a free one, empty leaves a port closed.
 *
 * @param text of the text protocol
 * @param rpc of the framed calls
 * @param sensor of the sensors
 * @param pubsub of the subscriptions
 */
public record FinderPorts(
    OptionalInt text, OptionalInt rpc, OptionalInt sensor, OptionalInt pubsub) {
  /** The port of the text protocol unless configured. */
  public static final int TEXT = 5_000;

  /** The port of the framed calls unless configured. */
  public static final int RPC = 5_001;

  /** The port of the sensors unless configured. */
  public static final int SENSOR = 5_002;

  /** The port of the subscriptions unless configured. */
  public static final int PUBSUB = 5_003;

  static FinderPorts read(Section root) {
    return new FinderPorts(
        root.section("text").port("port", TEXT),
        root.section("rpc").port("port", RPC),
        root.section("sensor").port("port", SENSOR),
        root.section("pubsub").port("port", PUBSUB));
  }

  /** The same on free ports where no other than the usual ones were configured. */
  FinderPorts onFreePorts() {
    return new FinderPorts(
        free(text, TEXT), free(rpc, RPC), free(sensor, SENSOR), free(pubsub, PUBSUB));
  }

  private static OptionalInt free(OptionalInt port, int usual) {
    return port.equals(OptionalInt.of(usual)) ? OptionalInt.of(0) : port;
  }

  /** How many are not closed. */
  public long open() {
    return Stream.of(text, rpc, sensor, pubsub).filter(OptionalInt::isPresent).count();
  }
}
