package lotwatch.media.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Base64;

/**
 * A user name and a password. It prints itself without them.
 *
 * @param user perhaps empty
 * @param password perhaps empty
 */
record Login(String user, String password) {
  /** As they stand in a URL, escaped, a colon between; both are empty if nothing stands there. */
  static Login of(String written) {
    var colon = written.indexOf(':');
    return colon < 0
        ? new Login(unescaped(written), "")
        : new Login(
            unescaped(written.substring(0, colon)), unescaped(written.substring(colon + 1)));
  }

  private static String unescaped(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // a per cent sign that escapes nothing stands for itself
    }
  }

  boolean isEmpty() {
    return user.isEmpty() && password.isEmpty();
  }

  String basic() {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return "a login";
  }
}
