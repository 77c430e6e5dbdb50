package lotwatch.ledger;

import static lotwatch.ledger.SessionPolicy.PLACES_MAX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import lotwatch.sessions.Places.Place;
import org.junit.jupiter.api.Test;

class SessionPolicyTest {
  private static SessionPolicy with(List<Place> places) {
    var usual = SessionPolicy.DEFAULT;
    return new SessionPolicy(usual.rules(), usual.tariffs(), places, false);
  }

  private static List<Place> places(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Place("P" + i, "main")).toList();
  }

  @Test
  void placesHaveALimit() {
    assertThat(with(places(PLACES_MAX)).places()).hasSize(PLACES_MAX);
    assertThatThrownBy(() -> with(places(PLACES_MAX + 1)))
        .hasMessageContaining("places are 10001, the limit is 10000");
  }

  @Test
  void namesOfPlacesHaveALimit() {
    assertThatThrownBy(() -> with(List.of(new Place("P".repeat(65), "main"))))
        .hasMessageContaining("place")
        .hasMessageContaining("64");
  }
}
