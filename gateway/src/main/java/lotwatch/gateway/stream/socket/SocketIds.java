package lotwatch.gateway.stream.socket;

import java.security.SecureRandom;
import java.util.Base64;

/** Ids that nobody guesses: whoever knows a client's speaks for it. */
final class SocketIds {
  private static final int BYTES = 15;
  private static final SecureRandom RANDOM = new SecureRandom();

  private SocketIds() {}

  /** The next one, of 20 characters that need no escaping in a URL. */
  static String next() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
