package lotwatch.gateway.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/**
 * What a connection speaks, by the first bytes it sends. A browser can be made to send almost
 * anything to any port, but never without a line of HTTP, or TLS, before it.
 */
enum FirstBytes {
  /** Whatever the port speaks. */
  OURS,
  /** HTTP: a method, a blank and what may be a path. */
  HTTP,
  /** TLS: a handshake record of SSL 3 or later (RFC 8446, section 5.1). */
  TLS,
  /** It cannot be told yet. */
  TOO_FEW;

  /** Bytes after which it can always be told. */
  static final int BYTES_MAX = 9;

  private static final List<String> STARTS =
      List.of(
          "GET ",
          "HEAD ",
          "POST ",
          "PUT ",
          "DELETE ",
          "OPTIONS ",
          "PATCH ",
          "TRACE ",
          "CONNECT ",
          "PRI ");

  /** How a path, an absolute URL, or {@code *} begins. */
  private static final String PATHS = "/*hH";

  private static final byte TLS_HANDSHAKE = 0x16;
  private static final byte TLS_MAJOR = 3;

  /**
   * Looks at what is there and takes nothing.
   *
   * @param all whether nothing will follow
   */
  static FirstBytes of(Input input, boolean all) {
    var first = new byte[Math.min(input.size(), BYTES_MAX)];
    input.copy(0, first, first.length);
    var found = first.length > 0 && first[0] == TLS_HANDSHAKE ? tls(first) : http(first);
    return found == TOO_FEW && all ? OURS : found;
  }

  private static FirstBytes tls(byte[] first) {
    if (first.length == 1) {
      return TOO_FEW;
    }
    return first[1] == TLS_MAJOR ? TLS : OURS;
  }

  private static FirstBytes http(byte[] first) {
    var text = new String(first, ISO_8859_1);
    for (var start : STARTS) {
      if (start.startsWith(text)) {
        return TOO_FEW;
      }
      if (text.startsWith(start)) {
        boolean path = PATHS.indexOf(text.charAt(start.length())) >= 0;
        return path || start.equals("CONNECT ") ? HTTP : OURS;
      }
    }
    return OURS;
  }
}
