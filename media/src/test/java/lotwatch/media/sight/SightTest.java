package lotwatch.media.sight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import lotwatch.media.Frame;
import lotwatch.wire.Observation.Sighting;
import lotwatch.wire.Observation.Visibility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a camera sees, and whether it sees at all. */
class SightTest {
  private static final SpotNet NET = SpotNet.shipped();
  private static final List<WatchedSpot> SPOTS =
      List.of(
          new WatchedSpot("a", Painted.box(0.1, 0.5, 0.3, 0.9)),
          new WatchedSpot("b", Painted.box(0.4, 0.5, 0.6, 0.9)));

  @AfterAll
  static void close() {
    NET.close();
  }

  private static Frame noisy(int spread, IntBinaryOperator luma) {
    var random = new Random(7);
    return Painted.frame(
        640,
        360,
        (x, y) ->
            Math.clamp(luma.applyAsInt(x, y) + Math.round(spread * random.nextGaussian()), 0, 255));
  }

  @Test
  void aSceneIsClearAndEverySpotIsJudged() {
    var seen = new Sight(NET, SPOTS).look(noisy(4, (x, y) -> x / 40 % 2 == 0 ? 80 : 140));

    assertThat(seen.visibility()).isEqualTo(Visibility.CLEAR);
    assertThat(seen.sightings()).extracting(Sighting::spot).containsExactly("a", "b");
  }

  @Test
  void framesMayChangeTheirSize() {
    var sight = new Sight(NET, SPOTS);

    for (var width : new int[] {320, 641, 320}) {
      var frame = Painted.frame(width, 181, (x, y) -> y / 20 % 2 == 0 ? 60 : 160);
      assertThat(sight.look(frame).sightings()).hasSize(2);
    }
  }

  @Test
  void aNightWithoutALampIsBlack() {
    assertThat(Sight.visibility(noisy(5, (x, y) -> 20))).isEqualTo(Visibility.BLACK);
  }

  @Test
  void aDarkSceneWithEdgesIsClear() {
    assertThat(Sight.visibility(noisy(3, (x, y) -> x / 50 % 2 == 0 ? 18 : 30)))
        .isEqualTo(Visibility.CLEAR);
  }

  @Test
  void aFlatImageIsCoveredAndNothingIsSaidOfItsSpots() {
    var seen = new Sight(NET, SPOTS).look(noisy(3, (x, y) -> 128));

    assertThat(seen.visibility()).isEqualTo(Visibility.COVERED);
    assertThat(seen.sightings()).isEmpty();
  }

  @Test
  void aBlobOutOfFocusIsCovered() {
    var blob = noisy(3, (x, y) -> (int) (60 + 120 * Math.exp(-Math.hypot(x - 200, y - 150) / 220)));

    assertThat(Sight.visibility(blob)).isEqualTo(Visibility.COVERED);
  }

  @Test
  void tooManySpotsAreRefused() {
    var spots = Collections.nCopies(Sight.SPOTS_MAX + 1, SPOTS.getFirst());

    assertThatThrownBy(() -> new Sight(NET, spots))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1000");
  }
}
