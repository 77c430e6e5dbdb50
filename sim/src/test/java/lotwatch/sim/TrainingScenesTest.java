package lotwatch.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import lotwatch.media.Polygon;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingScenesTest {
  private static final int SCENES = 8;

  static LongStream seeds() {
    return Seeds.some().limit(1);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void sameSeedGivesTheSameScene(long seed) {
    var once = TrainingScenes.scene(seed, 3);
    var again = TrainingScenes.scene(seed, 3);

    assertThat(again.frame().planes()).isEqualTo(once.frame().planes());
    assertThat(again.spots()).isEqualTo(once.spots());
    assertThat(again.occupied()).isEqualTo(once.occupied());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyOutlineIsInsideItsImage(long seed) {
    TrainingScenes.stream(seed, SCENES)
        .flatMap(scene -> scene.spots().stream())
        .flatMap(spot -> spot.corners().stream())
        .forEach(p -> assertThat(p).matches(TrainingScenesTest::inside));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void bothAnswersOccur(long seed) {
    int full = 0;
    int all = 0;
    for (var scene : TrainingScenes.stream(seed, SCENES).toList()) {
      all += scene.occupied().length;
      for (boolean occupied : scene.occupied()) {
        full += occupied ? 1 : 0;
      }
    }

    assertThat(full).isBetween(1, all - 1);
  }

  private static boolean inside(Polygon.Point p) {
    return p.x() >= 0 && p.x() <= 1 && p.y() >= 0 && p.y() <= 1;
  }
}
