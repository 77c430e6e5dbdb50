package lotwatch.replica;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One voter of the cluster: its name and where the others reach it.
 *
 * @param name letters, digits, '-' and '_', at most 64
 * @param host a name or an IPv4 address
 * @param port 1 to 65535; not opened by a cluster of one
 */
public record Peer(String name, String host, int port) {
  private static final Pattern SHAPE =
      Pattern.compile("([\\w-]{1,64})[=@]([\\w.-]{1,253}):(\\d{1,5})");

  /**
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public Peer {
    if (!SHAPE.matcher(name + "=" + host + ":" + port).matches() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "peer %s=%s:%d is not like n1=127.0.0.1:7070".formatted(name, host, port));
    }
  }

  /**
   * Reads {@code name=host:port,name=host:port,...}.
   *
   * @throws IllegalArgumentException if one of them is not so
   */
  public static List<Peer> list(String text) {
    return Arrays.stream(text.split(",", -1)).map(each -> of(each.strip())).toList();
  }

  /**
   * Reads {@code name=host:port}; folders of old have {@code @} for {@code =}.
   *
   * @throws IllegalArgumentException if it is not so
   */
  public static Peer of(String text) {
    var shape = SHAPE.matcher(text);
    if (!shape.matches()) {
      throw new IllegalArgumentException("peer '%s' is not like n1=127.0.0.1:7070".formatted(text));
    }
    return new Peer(shape.group(1), shape.group(2), Integer.parseInt(shape.group(3)));
  }

  /** Where the others reach it, as {@code HOST:PORT}. */
  public String address() {
    return host + ":" + port;
  }

  @Override
  public String toString() {
    return name + "=" + host + ":" + port;
  }
}
