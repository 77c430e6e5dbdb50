package lotwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MoneyTest {
  @Test
  void minorUnitsAreThoseOfTheCurrency() {
    assertThat(Money.text(10, "EUR")).isEqualTo("0.10 EUR");
    assertThat(Money.text(10_000, "VND")).isEqualTo("10000 VND");
    assertThat(Money.text(12_345, "BHD")).isEqualTo("12.345 BHD");
    assertThat(Money.text(7, "XQQ")).isEqualTo("7 XQQ");
  }
}
