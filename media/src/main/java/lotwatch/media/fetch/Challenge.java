package lotwatch.media.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a camera wants to be told user name and password: as it said in its refusal.
 *
 * @param parameters of the scheme, names in lower case; none for Basic
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7616">RFC 7616, Digest</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617, Basic</a>
 */
record Challenge(boolean isDigest, Map<String, String> parameters) {
  private static final Pattern PARAMETER =
      Pattern.compile("([A-Za-z0-9-]{1,40})\\s*=\\s*(?:\"([^\"]*)\"|([^\\s,\"]+))");
  private static final int LENGTH_MAX = 4_096;

  Challenge {
    parameters = Map.copyOf(parameters);
  }

  /** The strongest of those in the header fields {@code WWW-Authenticate} that we can answer. */
  static Optional<Challenge> strongest(List<String> fields) {
    Optional<Challenge> best = Optional.empty();
    for (var field : fields) {
      var challenge = of(field);
      if (challenge.isPresent()
          && (best.isEmpty() || challenge.get().strength() > best.get().strength())) {
        best = challenge;
      }
    }
    return best;
  }

  private static Optional<Challenge> of(String field) {
    var text = field.strip();
    var scheme = text.split("\\s", 2)[0].toLowerCase(Locale.ROOT);
    if (scheme.equals("basic")) {
      return Optional.of(new Challenge(false, Map.of()));
    }
    if (!scheme.equals("digest") || text.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    var found = PARAMETER.matcher(text);
    while (found.find()) {
      var value = found.group(2) == null ? found.group(3) : found.group(2);
      parameters.putIfAbsent(found.group(1).toLowerCase(Locale.ROOT), value);
    }
    var challenge = new Challenge(true, parameters);
    return challenge.strength() > 0 && parameters.containsKey("nonce")
        ? Optional.of(challenge)
        : Optional.empty();
  }

  /** 0 for what we cannot answer. */
  private int strength() {
    if (!isDigest) {
      return 1;
    }
    return switch (algorithm()) {
      case "MD5", "MD5-SESS" -> 2;
      case "SHA-256", "SHA-256-SESS" -> 3;
      default -> 0;
    };
  }

  private String algorithm() {
    return parameters.getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT);
  }

  /**
   * The header field {@code Authorization} of a GET.
   *
   * @param path of the request with its query
   * @param count how often the challenge has been answered, from 1
   * @param clientNonce not used before
   */
  String answer(Login login, String path, int count, String clientNonce) {
    if (!isDigest) {
      return login.basic();
    }
    var realm = parameters.getOrDefault("realm", "");
    var nonce = parameters.getOrDefault("nonce", "");
    var secret = hash("%s:%s:%s".formatted(login.user(), realm, login.password()));
    if (algorithm().endsWith("-SESS")) {
      secret = hash("%s:%s:%s".formatted(secret, nonce, clientNonce));
    }
    var request = hash("GET:" + path);
    var hasQuality = parameters.containsKey("qop");
    var counted = "%08x".formatted(count);
    var response =
        hasQuality
            ? hash(String.join(":", secret, nonce, counted, clientNonce, "auth", request))
            : hash(String.join(":", secret, nonce, request));
    var said = new StringBuilder("Digest ");
    said.append(
        "username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\""
            .formatted(escaped(login.user()), realm, nonce, path, response));
    if (parameters.containsKey("algorithm")) {
      said.append(", algorithm=").append(parameters.get("algorithm"));
    }
    if (parameters.containsKey("opaque")) {
      said.append(", opaque=\"%s\"".formatted(parameters.get("opaque")));
    }
    if (hasQuality) {
      said.append(", qop=auth, nc=%s, cnonce=\"%s\"".formatted(counted, clientNonce));
    }
    return said.toString();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private String hash(String text) {
    var name = algorithm().startsWith("SHA-256") ? "SHA-256" : "MD5";
    try {
      var digest = MessageDigest.getInstance(name).digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }
}
