package lotwatch.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventTokenTest {
  @Test
  void tokenSaysWhatItWasMadeOf() {
    assertThat(EventToken.parse("3fa9-12")).isEqualTo(new EventToken("3fa9", 12));
    assertThat(EventToken.parse("12")).isEqualTo(new EventToken("", 12));
    assertThat(new EventToken("3fa9", 12)).hasToString("3fa9-12");
    assertThat(new EventToken("", 12)).hasToString("12");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "x-1", "3fa9-", "3fa9-x", "1.5", "9999999999999999999"})
  void anythingElseIsNone(String text) {
    assertThatThrownBy(() -> EventToken.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
