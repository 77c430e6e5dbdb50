package lotwatch.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import lotwatch.sessions.Tariffs.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TariffTest {
  private static final int DAY = 86_400;

  /** {@code -Dseed=42} runs one case again. */
  static LongStream seeds() {
    var seed = Long.getLong("seed");
    return seed == null ? LongStream.rangeClosed(1, 200) : LongStream.of(seed);
  }

  private static Tariff random(SplittableRandom random) {
    return new Tariff(
        "EUR",
        1 + random.nextLong(Tariff.BLOCK_SECONDS_MAX),
        random.nextLong(1_000),
        random.nextBoolean() ? 0 : random.nextLong(3 * DAY),
        random.nextBoolean() ? 0 : random.nextLong(20_000));
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,10000", "599,10000", "600,10000", "601,20000", "1200,20000", "1201,30000"})
  void blockThatHasBegunIsPaid(long seconds, long cost) {
    assertThat(Tariff.SYSTEM_C.cost(seconds)).isEqualTo(cost);
  }

  @ParameterizedTest
  @CsvSource({
    "900,0",
    "901,150",
    "4500,150",
    "4501,300",
    "15301,600",
    "87300,600",
    "87301,750",
    "90901,900",
    "260100,1800",
    "260101,1950"
  })
  void firstMinutesAreFreeAndADayHasAMost(long seconds, long cost) {
    assertThat(new Tariff("EUR", 3_600, 150, 900, 600).cost(seconds)).isEqualTo(cost);
  }

  /** Counted block by block, day by day. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void isWhatCountingGives(long seed) {
    var random = new SplittableRandom(seed);
    var tariff = random(random);
    long seconds = random.nextLong(9 * DAY);

    long cost = 0;
    long left = seconds - tariff.freeSeconds();
    for (; left > 0; left -= tariff.dayPriceMax() == 0 ? Math.max(left, 1) : DAY) {
      long today = tariff.dayPriceMax() == 0 ? left : Math.min(left, DAY);
      long price = 0;
      for (long from = 0; from < today; from += tariff.blockSeconds()) {
        price += tariff.blockPrice();
      }
      cost += tariff.dayPriceMax() == 0 ? price : Math.min(price, tariff.dayPriceMax());
    }

    assertThat(tariff.cost(seconds)).as(tariff + " for " + seconds).isEqualTo(cost);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void longerStayNeverCostsLessAndOnlyABlockMore(long seed) {
    var random = new SplittableRandom(seed);
    var tariff = random(random);
    long seconds = random.nextLong(9 * DAY);

    long more = tariff.cost(seconds + 1) - tariff.cost(seconds);

    assertThat(more).isBetween(0L, tariff.blockPrice());
  }

  @Test
  void longestStayAtTheHighestPriceFits() {
    long longest = Sighting.SECOND_MAX - Sighting.SECOND_MIN;
    assertThat(new Tariff("EUR", 1, Tariff.PRICE_MAX, 0, 0).cost(longest))
        .isEqualTo(longest * Tariff.PRICE_MAX);
    assertThat(new Tariff("EUR", 1, Tariff.PRICE_MAX, 0, Tariff.PRICE_MAX).cost(longest))
        .isPositive();
  }

  @Test
  void limitsAreNamed() {
    assertThatThrownBy(() -> new Tariff("euro", 1, 1, 0, 0)).hasMessageContaining("currency");
    assertThatThrownBy(() -> new Tariff("EUR", 0, 1, 0, 0)).hasMessageContaining("block-seconds");
    assertThatThrownBy(() -> new Tariff("EUR", 86_401, 1, 0, 0)).hasMessageContaining("86400");
    assertThatThrownBy(() -> new Tariff("EUR", 1, -1, 0, 0)).hasMessageContaining("block-price");
    assertThatThrownBy(() -> new Tariff("EUR", 1, 1, 604_801, 0)).hasMessageContaining("free");
    assertThatThrownBy(() -> new Tariff("EUR", 1, 1, 0, -1)).hasMessageContaining("day-price-max");
    assertThatThrownBy(() -> Tariff.SYSTEM_C.cost(-1)).hasMessageContaining("-1");
  }

  @Test
  void lotsHaveTariffsOfTheirOwnFromADateOn() {
    var dear = new Tariff("EUR", 60, 500, 0, 0);
    var night = new Tariff("EUR", 60, 1, 0, 0);
    var tariffs =
        new Tariffs(
            List.of(
                Rule.always(Tariff.SYSTEM_C),
                new Rule("deck", 100, dear),
                new Rule("", 50, night)));

    assertThat(tariffs.at("deck", 49)).isEqualTo(Tariff.SYSTEM_C);
    assertThat(tariffs.at("deck", 99)).isEqualTo(night);
    assertThat(tariffs.at("deck", 100)).isEqualTo(dear);
    assertThat(tariffs.at("yard", 100)).isEqualTo(night);
  }

  @Test
  void tariffsLeaveNothingOpenAndNothingTwice() {
    var rule = Rule.always(Tariff.SYSTEM_C);
    assertThatThrownBy(() -> new Tariffs(List.of())).hasMessageContaining("no tariff");
    assertThatThrownBy(() -> new Tariffs(List.of(rule, rule))).hasMessageContaining("all lots");
    var many = Collections.nCopies(Tariffs.TARIFFS_MAX + 1, rule);
    assertThatThrownBy(() -> new Tariffs(many)).hasMessageContaining("1000");
  }
}
