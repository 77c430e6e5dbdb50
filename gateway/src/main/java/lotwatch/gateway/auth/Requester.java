package lotwatch.gateway.auth;

import java.net.InetAddress;

/**
 * Who is at the other end of a connection, and the protocol it speaks.
 *
 * @param protocol such as {@code text} or {@code rest}
 * @param address without the port
 */
public record Requester(Principal principal, String protocol, String address) {
  /** Somebody of whom only the address is known. */
  public static Requester at(String protocol, InetAddress address) {
    return new Requester(Principal.at(address), protocol, address.getHostAddress());
  }

  /**
   * What it asks for.
   *
   * @param object the lot, camera or node it is about; a plate only masked
   */
  public Request asks(Action action, String object) {
    return new Request(principal, action, object, protocol, address);
  }
}
