package lotwatch.gateway.auth;

/**
 * Somebody asks to do something.
 *
 * @param object the lot, camera or node it is about; a plate only masked
 * @param protocol such as {@code text} or {@code rest}
 * @param address where the principal speaks from, without the port
 */
public record Request(
    Principal principal, Action action, String object, String protocol, String address) {
  /** A number for the address that says nothing of it; never 0. */
  int client() {
    int number = address.hashCode();
    return number == 0 ? 1 : number;
  }
}
