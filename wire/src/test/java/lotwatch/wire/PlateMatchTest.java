package lotwatch.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import lotwatch.ledger.Plate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlateMatchTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ABC123",
        "abc123",
        "ABC 123",
        "ABC-123",
        " ABC\u2011123 ",
        "\uff21\uff22\uff23\uff11\uff12\uff13",
        "\u0410\u0412\u0421123",
        "\u0391\u0392C123",
        "A.B.C 1\u00b723",
        "(\"ABC'/123\"!)",
        "ABC\u0661\u0662\u0663",
      })
  void spellingsOfOnePlateAreOne(String written) {
    assertThat(PlateMatch.of(new Plate(written))).isEqualTo(new Plate("ABC123"));
  }

  @Test
  void whatDiffersOnAPlateStaysDifferent() {
    assertThat(
            Stream.of("B0", "BO", "B1", "BI", "MU1", "M\u00dc1", "\u4eacA1")
                .map(plate -> PlateMatch.of(new Plate(plate)))
                .distinct())
        .hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ABC\u200b123", "\u202eABC123", "ABC\ufeff123", "ABC\u3164123", "A\ufe0f1"})
  void charactersThatNobodySeesAreRefused(String written) {
    assertThatThrownBy(() -> PlateMatch.of(new Plate(written)))
        .hasMessageMatching("plate contains U\\+[0-9A-F]+, a character that nobody sees");
  }

  @Test
  void plateHasALetterOrADigit() {
    assertThatThrownBy(() -> PlateMatch.of(new Plate("- -")))
        .hasMessage("plate has neither a letter nor a digit");
    assertThatThrownBy(() -> PlateMatch.of(new Plate("\ufdfa".repeat(10))))
        .hasMessage("plate has 150 characters when written out, the limit is 32");
  }

  @Test
  void normalFormIsItsOwn() {
    var normal = PlateMatch.of(new Plate("\u0430\u0432c-1 2"));
    assertThat(PlateMatch.of(normal)).isEqualTo(normal);
  }
}
