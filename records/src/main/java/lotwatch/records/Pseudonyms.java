package lotwatch.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Plates as pseudonyms: with one key each plate has one, no two plates share one, and nobody who
 * has not the key can tell which plate it was. It has the plate's shape: a digit stays a digit, a
 * capital a capital; what is neither stays.
 *
 * <p>The letters and digits are one number in mixed radix, encrypted by an alternating Feistel
 * network with modular addition as in FF1 (NIST SP 800-38G), with HMAC-SHA-256 as its round
 * function. As there, short plates have few possible values and so little protection.
 */
public final class Pseudonyms {
  private static final int ROUNDS = 10;
  private static final int HASH_BYTES = 12;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * @param key hexadecimal digits
   */
  public Pseudonyms(String key) {
    this.key = new SecretKeySpec(HexFormat.of().parseHex(key), ALGORITHM);
  }

  /**
   * The pseudonym of a plate. A plate with letters or digits beyond ASCII has one of another shape:
   * hexadecimal digits.
   */
  public String of(String plate) {
    if (plate.chars().anyMatch(c -> c > 127 && Character.isLetterOrDigit(c))) {
      byte[] hash = hash("plate", plate);
      return HexFormat.of().withUpperCase().formatHex(hash, 0, HASH_BYTES);
    }
    int letters = (int) plate.chars().filter(c -> radix(c) > 0).count();
    var halves =
        new Half[] {new Half(plate, 0, letters / 2), new Half(plate, letters / 2, letters)};
    var shape = plate.replaceAll("[0-9]", "0").replaceAll("[A-Z]", "A").replaceAll("[a-z]", "a");
    for (int round = 0; round < ROUNDS; round++) {
      var changed = halves[round % 2];
      var other = halves[1 - round % 2];
      var sum = new BigInteger(1, hash(round + " " + shape, other.value.toString()));
      changed.value = changed.value.add(sum).mod(changed.size);
    }
    var pseudonym = new StringBuilder(plate);
    halves[0].write(pseudonym);
    halves[1].write(pseudonym);
    return pseudonym.toString();
  }

  /** Some of the letters and digits of a plate as a number. */
  private static final class Half {
    private final int from;
    private final int to;
    private final BigInteger size;
    private BigInteger value;

    /** Those from one to before another, counted without what is neither. */
    Half(String plate, int from, int to) {
      this.from = from;
      this.to = to;
      var number = BigInteger.ZERO;
      var possible = BigInteger.ONE;
      int at = 0;
      for (int i = 0; i < plate.length(); i++) {
        int radix = radix(plate.charAt(i));
        if (radix > 0 && at++ >= from && at <= to) {
          var factor = BigInteger.valueOf(radix);
          number = number.multiply(factor).add(BigInteger.valueOf(digit(plate.charAt(i))));
          possible = possible.multiply(factor);
        }
      }
      this.value = number;
      this.size = possible;
    }

    void write(StringBuilder plate) {
      int at = 0;
      for (int i = 0; i < plate.length(); i++) {
        at += radix(plate.charAt(i)) > 0 ? 1 : 0;
      }
      var left = value;
      for (int i = plate.length() - 1; i >= 0; i--) {
        char c = plate.charAt(i);
        int radix = radix(c);
        if (radix > 0 && --at >= from && at < to) {
          var parts = left.divideAndRemainder(BigInteger.valueOf(radix));
          left = parts[0];
          plate.setCharAt(i, (char) (base(c) + parts[1].intValue()));
        }
      }
    }
  }

  private static int radix(int c) {
    if (c >= '0' && c <= '9') {
      return 10;
    }
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ? 26 : 0;
  }

  private static int digit(char c) {
    return c - base(c);
  }

  private static char base(char c) {
    return c <= '9' ? '0' : c <= 'Z' ? 'A' : 'a';
  }

  private byte[] hash(String tweak, String text) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(tweak.getBytes(UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) { // every Java platform has it
      throw new IllegalStateException(e);
    }
  }
}
