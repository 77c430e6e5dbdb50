package lotwatch.client;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a port is. The name is looked up anew for each connection.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record Address(String host, int port) {
  /** The usual port of the text port. */
  public static final int TEXT_PORT = 5_000;

  /** The usual port of the call port. */
  public static final int RPC_PORT = 5_001;

  /** The usual port of the sensor port. */
  public static final int SENSOR_PORT = 5_002;

  /** The usual port of the subscription port. */
  public static final int PUBSUB_PORT = 5_003;

  private static final int PORT_MAX = 65_535;
  private static final Pattern WRITTEN =
      Pattern.compile("(?:\\[([^\\]]+)]|([^:\\[\\]\\s]+))(?::(\\d{1,5}))?");

  /**
   * @throws IllegalArgumentException if the host is empty or the port is none
   */
  public Address {
    if (host.isBlank() || port < 1 || port > PORT_MAX) {
      throw new IllegalArgumentException(
          "'%s' and %d are no host and port from 1 to %d".formatted(host, port, PORT_MAX));
    }
  }

  /**
   * Reads one address or several: {@code 10.0.0.1:5001,10.0.0.2:5001}, {@code [::1]:5001}.
   *
   * @param usualPort of those that are written without one
   * @throws IllegalArgumentException naming what is no address
   */
  public static List<Address> list(String written, int usualPort) {
    return Arrays.stream(written.split(",", -1)).map(one -> one(one.strip(), usualPort)).toList();
  }

  private static Address one(String written, int usualPort) {
    var parts = WRITTEN.matcher(written);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'%s' is not HOST:PORT".formatted(written));
    }
    var host = Optional.ofNullable(parts.group(1)).orElseGet(() -> parts.group(2));
    var port = Optional.ofNullable(parts.group(3)).map(Integer::parseInt).orElse(usualPort);
    return new Address(host, port);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
