package lotwatch.gateway.auth;

import java.net.InetAddress;

/**
 * Who asks.
 *
 * @param name for records, such as {@code local}
 * @param established how we know, such as {@code address}
 */
public record Principal(String name, String established) {
  private static final Principal LOCAL = new Principal("local", "address");
  private static final Principal REMOTE = new Principal("remote", "address");

  /** Somebody of whom only the address is known: on this machine, or elsewhere. */
  public static Principal at(InetAddress address) {
    return address.isLoopbackAddress() ? LOCAL : REMOTE;
  }
}
