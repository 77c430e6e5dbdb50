package lotwatch.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import lotwatch.gateway.stream.Clones.Clone;
import lotwatch.sessions.Session;
import lotwatch.sessions.Session.State;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Tariff;
import org.junit.jupiter.api.Test;

class ClonesTest {
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

    assertThat(Clones.among(List.of(now, old))).containsExactly(new Clone("*******45", "A1", "B2"));
    assertThat(Clones.told(List.of(now, old)))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("A1", "B2", "*45").doesNotContain("12345"));
  }

  @Test
  void carThatMovedIsNone() {
    var old = session("29A-12345", "A1", 100, 150);
    var now = session("29A-12345", "B2", 150, 300);
    var other = session("29A-99999", "C3", 100, 300);
    assertThat(Clones.count(List.of(old, now, other))).isZero();
  }

  @Test
  void gateOfALotIsNoOtherPlaceThanItsSpots() {
    var gate = session("29A-12345", "north", 100, 300);
    var spot = session("29A-12345", "north/N-A1", 150, 200);
    assertThat(Clones.count(List.of(gate, spot))).isZero();
    assertThat(Clones.count(List.of(gate, session("29A-12345", "northern/1", 150, 200)))).isOne();
  }

  @Test
  void fewAreTold() {
    var many = new ArrayList<Session>();
    for (int i = 0; i < 9; i++) {
      many.add(session("29A-1234" + i, "A" + i, 100, 300));
      many.add(session("29A-1234" + i, "B" + i, 150, 200));
    }
    assertThat(Clones.count(many)).isEqualTo(9);
    assertThat(Clones.told(many)).hasSize(5).first().asString().contains("9 such in all");
  }
}
