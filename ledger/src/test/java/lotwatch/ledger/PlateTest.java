package lotwatch.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlateTest {
  /** A character beyond the basic plane is two chars in Java; half of one is no text. */
  @ParameterizedTest
  @CsvSource({
    "M-AB 1234, *******34",
    "ABCD, ****",
    "1234\uD83D\uDE97, ***4\uD83D\uDE97",
    "\uD83D\uDE97\uD83D\uDE97, **",
    "\uD83D\uDE97234\uD83D\uDE97, ***4\uD83D\uDE97"
  })
  void onlyTheLastTwoCharactersOfALongPlateAreShown(String text, String masked) {
    assertThat(new Plate(text).toString()).isEqualTo(masked);
  }
}
