package lotwatch.recordings.media;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A positive fraction: the length of a tick in seconds, or frames per second.
 *
 * @param top the numerator
 * @param bottom the denominator
 */
public record Ratio(long top, long bottom) {
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,18})(?:[/:](\\d{1,18}))?");
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}\\.\\d{1,6}");
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  public Ratio {
    if (top <= 0 || bottom <= 0) {
      throw new IllegalArgumentException(top + "/" + bottom + " is not above zero");
    }
  }

  /** Reads {@code 30000/1001}, {@code 25} or {@code 29.97}; empty if it is none or not above 0. */
  public static Optional<Ratio> parse(String written) {
    var fraction = WRITTEN.matcher(written);
    if (fraction.matches()) {
      var top = Long.parseLong(fraction.group(1));
      var bottom = fraction.group(2) == null ? 1 : Long.parseLong(fraction.group(2));
      return top == 0 || bottom == 0 ? Optional.empty() : Optional.of(of(top, bottom));
    }
    if (DECIMAL.matcher(written).matches()) {
      var number = new BigDecimal(written).movePointRight(6).longValueExact();
      return number == 0 ? Optional.empty() : Optional.of(of(number, 1_000_000));
    }
    return Optional.empty();
  }

  /** In lowest terms. */
  static Ratio of(long top, long bottom) {
    var common = BigInteger.valueOf(top).gcd(BigInteger.valueOf(bottom)).longValueExact();
    return new Ratio(top / common, bottom / common);
  }

  /** The other way up: a rate's tick. */
  Ratio inverse() {
    return new Ratio(bottom, top);
  }

  /** So many ticks of this length in microseconds, rounded to the nearest. */
  long micros(long ticks) {
    return divided(ticks, top, bottom, RoundingMode.HALF_UP);
  }

  /** So many ticks of this length, in ticks of another, rounded up. */
  long ticksOf(Ratio other, long ticks) {
    return new BigDecimal(BigInteger.valueOf(ticks).multiply(product(top, other.bottom)))
        .divide(new BigDecimal(product(bottom, other.top)), 0, RoundingMode.CEILING)
        .longValueExact();
  }

  /** So many microseconds in ticks of this length, rounded to the nearest. */
  long ticks(long micros) {
    return new BigDecimal(BigInteger.valueOf(micros).multiply(BigInteger.valueOf(bottom)))
        .divide(new BigDecimal(BigInteger.valueOf(top).multiply(MILLION)), 0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  private static long divided(long ticks, long top, long bottom, RoundingMode rounding) {
    return new BigDecimal(
            BigInteger.valueOf(ticks).multiply(BigInteger.valueOf(top)).multiply(MILLION))
        .divide(BigDecimal.valueOf(bottom), 0, rounding)
        .longValueExact();
  }

  private static BigInteger product(long left, long right) {
    return BigInteger.valueOf(left).multiply(BigInteger.valueOf(right));
  }

  double value() {
    return (double) top / bottom;
  }

  @Override
  public String toString() {
    return top + "/" + bottom;
  }
}
