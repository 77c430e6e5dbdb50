package lotwatch.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "\ude97", "A\ud83d1", "\ude97\ud83d", "\ud83d\ud83d\ude97"})
  void halfOfACharacterIsNoPlate(String text) {
    assertThatThrownBy(() -> new Plate(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("plate contains half of a surrogate pair");
  }

  @Test
  void charactersOfTwoHalvesAre() {
    assertThat(new Plate("🚗é🚗").text()).isEqualTo("🚗é🚗");
  }
}
