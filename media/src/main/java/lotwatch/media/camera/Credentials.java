package lotwatch.media.camera;

import java.util.List;
import java.util.regex.Pattern;

/** Keeps the user names, passwords and tokens in camera URLs out of everything that is shown. */
final class Credentials {
  private static final Pattern QUERY_VALUE = Pattern.compile("([?&][^=&#\\s]*=)[^&#\\s]*");
  private static final String MASK = "***";

  /** A password shorter than this is not looked for by itself: it would mask half the language. */
  private static final int ALONE_LENGTH_MIN = 3;

  private Credentials() {}

  /** The URL with {@code ***} for its user, password and the value of each query parameter. */
  static String masked(String url) {
    var user = userEnd(url);
    var rest = url.substring(user);
    var start = url.substring(0, user == 0 ? 0 : url.indexOf("://") + 3);
    return start
        + (user == 0 ? "" : MASK + "@")
        + QUERY_VALUE.matcher(rest).replaceAll("$1" + MASK);
  }

  /** What somebody said about the URL, without what is secret in it. */
  static String masked(String said, String url) {
    var text = said.replace(url, masked(url));
    var user = userEnd(url);
    if (user > 0) {
      var secret = url.substring(url.indexOf("://") + 3, user - 1);
      text = text.replace(secret, MASK);
      var password = secret.substring(secret.indexOf(':') + 1);
      text = password.length() < ALONE_LENGTH_MIN ? text : text.replace(password, MASK);
    }
    return QUERY_VALUE.matcher(text).replaceAll("$1" + MASK);
  }

  /**
   * Refuses a user name or password with a character that ends the host in a URL.
   *
   * @throws IllegalArgumentException that names the character and how to write it; nothing else
   */
  static void refuseRaw(String url) {
    var secret = secret(url);
    for (var each : List.of("#", "/", "?")) {
      if (secret.contains(each)) {
        throw new IllegalArgumentException(
            "the user name or password holds a raw '%s': write %%%02X for it (%%2F for '/', %%3F for '?', %%23 for '#', %%40 for '@', %%25 for '%%')"
                .formatted(each, (int) each.charAt(0)));
      }
    }
  }

  /** User name and password as they stand in a URL, a colon between; empty if there are none. */
  static String secret(String url) {
    var user = userEnd(url);
    return user == 0 ? "" : url.substring(url.indexOf("://") + 3, user - 1);
  }

  /** The URL without user name and password. */
  static String bare(String url) {
    var user = userEnd(url);
    return user == 0 ? url : url.substring(0, url.indexOf("://") + 3) + url.substring(user);
  }

  static String hostAndPort(String url) {
    var from = Math.max(userEnd(url), url.indexOf("://") + 3);
    var rest = url.substring(from);
    return rest.replaceFirst("[/?#].*$", "");
  }

  /**
   * Where the host begins if something secret stands before it, else 0. Passwords are often not
   * escaped, so a slash, a question mark or an at sign in one must not end it early.
   */
  private static int userEnd(String url) {
    var from = url.indexOf("://") + 3;
    var last = url.lastIndexOf('@');
    if (from < 3 || last < from) {
      return 0;
    }
    var authority = url.substring(from).replaceFirst("[/?#].*$", "");
    if (authority.contains("@")) {
      return from + authority.lastIndexOf('@') + 1;
    }
    var colon = authority.lastIndexOf(':');
    var looksLikeHost = colon < 0 || authority.substring(colon + 1).matches("\\d{0,5}");
    return looksLikeHost ? 0 : last + 1;
  }
}
