package lotwatch.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A name for what has none of its own, or whose own name is not enough: a sighting without an id;
 * two requests to which a client gave the same name. It holds no plate.
 */
public final class Fingerprint {
  private Fingerprint() {}

  /**
   * SHA-256 of all parts and their lengths.
   *
   * @return 64 hexadecimal digits
   */
  public static String of(String... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] bytes = part.getBytes(UTF_8);
        digest.update((bytes.length + ":").getBytes(UTF_8));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
