package lotwatch.sessions;

import java.io.Serializable;

/**
 * What a stay costs: a price for each block that has begun. All money is in minor units of the
 * currency (cents; dong, which has none, as it is), all arithmetic in whole numbers.
 *
 * <p>The free seconds at the start are not billed. With a most for a day, each 24 hours of what is
 * left, counted from its start, cost at most that.
 *
 * @param currency of ISO 4217, three capital letters
 * @param blockSeconds the length of a block
 * @param blockPrice the price of a block, in minor units
 * @param freeSeconds at the start of each stay; 0 for none
 * @param dayPriceMax the most for 24 hours, in minor units; 0 for no such limit
 */
public record Tariff(
    String currency, long blockSeconds, long blockPrice, long freeSeconds, long dayPriceMax)
    implements Serializable {
  /** A block is not longer than a day. */
  public static final long BLOCK_SECONDS_MAX = 86_400;

  /** Any price, in minor units. With it no stay within {@link Sighting}'s limits overflows. */
  public static final long PRICE_MAX = 1_000_000_000;

  /** The free time at the start is not longer than a week. */
  public static final long FREE_SECONDS_MAX = 7 * 86_400L;

  /** System C's own figures: 10,000 for each 600 s that have begun. */
  public static final Tariff SYSTEM_C = new Tariff("VND", 600, 10_000, 0, 0);

  private static final long DAY_SECONDS = 86_400;

  /**
   * @throws IllegalArgumentException if something crosses its limit; names the field and the limit
   */
  public Tariff {
    if (!currency.matches("[A-Z]{3}")) {
      throw new IllegalArgumentException(
          "currency is '%s', it has three capital letters, as EUR".formatted(currency));
    }
    checked("block-seconds", blockSeconds, 1, BLOCK_SECONDS_MAX);
    checked("block-price", blockPrice, 0, PRICE_MAX);
    checked("free-seconds", freeSeconds, 0, FREE_SECONDS_MAX);
    checked("day-price-max", dayPriceMax, 0, PRICE_MAX);
  }

  private static void checked(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d, the limits are %d and %d".formatted(field, value, min, max));
    }
  }

  /**
   * The price of a stay. A longer one never costs less.
   *
   * @param seconds of the stay, not negative
   * @return minor units of the currency
   */
  public long cost(long seconds) {
    if (seconds < 0) {
      throw new IllegalArgumentException("a stay of %d s".formatted(seconds));
    }
    long billed = Math.max(0, seconds - freeSeconds);
    if (dayPriceMax == 0) {
      return blocks(billed);
    }
    long day = Math.min(dayPriceMax, blocks(DAY_SECONDS));
    return Math.addExact(
        Math.multiplyExact(billed / DAY_SECONDS, day),
        Math.min(dayPriceMax, blocks(billed % DAY_SECONDS)));
  }

  private long blocks(long seconds) {
    return Math.multiplyExact((seconds + blockSeconds - 1) / blockSeconds, blockPrice);
  }
}
