package lotwatch.gateway.once;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hash of a client's name for a request and of what is asked. As the ledger's request id it
 * keeps two different requests of the same name apart, and holds no plate.
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
