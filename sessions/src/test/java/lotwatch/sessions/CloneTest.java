package lotwatch.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import lotwatch.sessions.Session.State;
import org.junit.jupiter.api.Test;

class CloneTest {
  private static Session session(String plate, String location, long start, long last) {
    return new Session(
        plate + location,
        1,
        new SessionKey(plate, location),
        start,
        last,
        State.ACTIVE,
        Tariff.SYSTEM_C);
  }

  @Test
  void plateThatIsSeenAgainAtItsOldPlaceIsAClone() {
    var old = session("29A-12345", "A1", 100, 200);
    var now = session("29A-12345", "B2", 150, 150);

    assertThat(Clone.among(List.of(now, old))).containsExactly(new Clone(old, now));
  }

  @Test
  void carThatMovedIsNone() {
    var old = session("29A-12345", "A1", 100, 150);
    var now = session("29A-12345", "B2", 150, 300);
    var other = session("29A-99999", "C3", 100, 300);
    assertThat(Clone.among(List.of(old, now, other))).isEmpty();
  }

  @Test
  void gateOfALotIsNoOtherPlaceThanItsSpots() {
    var gate = session("29A-12345", "north", 100, 300);
    var spot = session("29A-12345", "north/N-A1", 150, 200);
    assertThat(Clone.among(List.of(gate, spot))).isEmpty();
    var other = session("29A-12345", "northern/1", 150, 200);
    assertThat(Clone.among(List.of(gate, other))).hasSize(1);
  }

  @Test
  void onlyTheNewestPlacesOfAPlateAreCompared() {
    var open =
        IntStream.range(0, 5_000).mapToObj(i -> session("UNKNOWN", "A" + i, i, 10_000)).toList();

    int most = Clone.PLACES_OF_PLATE_MAX;
    assertThat(Clone.among(open))
        .hasSize(most * (most - 1) / 2)
        .allMatch(each -> each.first().start() >= 5_000 - most);
  }

  @Test
  void theyAreInTheOrderOfTheirPlaces() {
    var b = session("29A-2", "B1", 100, 300);
    var c = session("29A-2", "C1", 150, 200);
    var a = session("29A-1", "A1", 100, 300);
    var d = session("29A-1", "D1", 150, 200);
    assertThat(Clone.among(List.of(c, b, d, a))).containsExactly(new Clone(a, d), new Clone(b, c));
  }
}
