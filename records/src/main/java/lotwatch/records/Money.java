package lotwatch.records;

import java.math.BigDecimal;
import java.util.Currency;

/** Minor units of a currency, as people write them. */
public final class Money {
  private Money() {}

  /**
   * With the currency behind, such as {@code 1.50 EUR}.
   *
   * @param minor cents, or what the currency has; the currency itself where it has none
   * @param code of ISO 4217
   */
  public static String text(long minor, String code) {
    return amount(minor, code) + " " + code;
  }

  /** The same without the currency. */
  public static String amount(long minor, String code) {
    return BigDecimal.valueOf(minor, digits(code)).toPlainString();
  }

  private static int digits(String code) {
    try {
      return Math.max(0, Currency.getInstance(code).getDefaultFractionDigits());
    } catch (IllegalArgumentException e) { // one that this JDK does not know
      return 0;
    }
  }
}
