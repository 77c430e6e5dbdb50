package lotwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PseudonymsTest {
  private final Pseudonyms pseudonyms = new Pseudonyms("0f".repeat(32));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "29A-12345",
        "b lw 7",
        "A",
        "7",
        "--",
        "B-LW 1234",
        "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"
      })
  void hasTheShapeOfThePlate(String plate) {
    var shape =
        plate
            .replaceAll("[0-9]", "\\\\d")
            .replaceAll("[A-Z]", "\\\\p{Lu}")
            .replaceAll("(?<!\\\\|p\\{L)[a-ce-oq-z]", "\\\\p{Ll}");

    assertThat(pseudonyms.of(plate)).hasSameSizeAs(plate).matches(shape);
    assertThat(pseudonyms.of(plate)).isEqualTo(new Pseudonyms("0f".repeat(32)).of(plate));
  }

  @Test
  void noTwoPlatesShareOne() {
    var seen = new HashSet<String>();
    for (int i = 0; i < 26_000; i++) {
      seen.add(pseudonyms.of("%c-%03d".formatted('A' + i / 1_000, i % 1_000)));
    }
    assertThat(seen).hasSize(26_000);
  }

  @Test
  void anotherKeyGivesAnother() {
    assertThat(new Pseudonyms("0e".repeat(32)).of("29A-12345"))
        .isNotEqualTo(pseudonyms.of("29A-12345"));
  }

  @Test
  void noLetterBeyondAsciiIsLeftAsItIs() {
    assertThat(pseudonyms.of("M\u00dc-LW 1")).matches("[0-9A-F]{24}");
  }
}
