package lotwatch.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lotwatch.sessions.Places.Place;
import org.junit.jupiter.api.Test;

class SightingTest {
  private static void see(String id, String plate, String location, long second) {
    var unused = new Sighting(id, new SessionKey(plate, location), Status.PARKED, second);
  }

  @Test
  void limitsAreNamedAndThePlateIsNotTold() {
    long second = Sighting.SECOND_MIN;
    assertThatCode(() -> see("a".repeat(128), "P".repeat(32), "l".repeat(129), second))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> see("a".repeat(129), "P", "l", second))
        .hasMessageContaining("id has 129");
    assertThatThrownBy(() -> see("a", "P".repeat(33), "l", second))
        .hasMessage("plate has 33 characters, the limit is 32");
    assertThatThrownBy(() -> see("a", "P", "l".repeat(130), second))
        .hasMessageContaining("location");
    assertThatThrownBy(() -> see("a", " ", "l", second)).hasMessage("plate is empty");
    assertThatThrownBy(() -> see("a", "P\u0007", "l", second)).hasMessageContaining("control");
    assertThatThrownBy(() -> see("a", "P", "l", second - 1)).hasMessageContaining("2000");
    assertThatThrownBy(() -> see("a", "P", "l", Sighting.SECOND_MAX + 1))
        .hasMessageContaining("2099");
  }

  @Test
  void systemCHasSixtyPlacesSortedAsText() {
    assertThat(Places.systemC().all())
        .hasSize(60)
        .extracting(Place::name)
        .startsWith("A1", "A10", "A2")
        .endsWith("F9");
    assertThat(Places.systemC().place(" f10 ")).isEqualTo(new Place("F10", "main"));
    assertThat(Places.systemC().place("G1")).isNull();
  }

  @Test
  void ofPlacesThatDifferOnlyInCaseTheFirstIsMeant() {
    var places = List.of(new Place("deck/1", "deck"), new Place("Deck/1", "deck"));
    assertThat(new Places(places).place("DECK/1")).isEqualTo(places.get(0));
  }

  @Test
  void rulesHaveLimits() {
    assertThatThrownBy(() -> new Rules(0, 0, 0)).hasMessageContaining("timeout");
    assertThatThrownBy(() -> new Rules(600, 10, 9)).hasMessageContaining("forget is 9 s");
    assertThatThrownBy(() -> new Rules(Rules.SECONDS_MAX + 1, 0, 0)).hasMessageContaining("604800");
  }
}
