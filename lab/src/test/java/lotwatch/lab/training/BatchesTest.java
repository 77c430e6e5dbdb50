package lotwatch.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import lotwatch.media.Frame;
import lotwatch.media.Polygon;
import lotwatch.media.Polygon.Point;
import lotwatch.media.sight.Crop;
import org.junit.jupiter.api.Test;

/** What is learned from follows from the seed alone. */
class BatchesTest {
  /** Where the outline starts in a crop. */
  private static final int OUTLINE = 3 * Crop.SIZE * Crop.SIZE;

  private static final List<Sample> SAMPLES = SimSamples.lots(1, 2, 6);

  private static Batches.Batch third(long seed) throws InterruptedException {
    try (var batches = new Batches(SAMPLES, 4, 0.02, seed)) {
      batches.next();
      batches.next();
      return batches.next();
    }
  }

  @Test
  void theSameSeedGivesTheSameBatches() throws InterruptedException {
    var first = third(7);
    var again = third(7);

    assertThat(again.crops()).isEqualTo(first.crops());
    assertThat(again.wanted()).isEqualTo(first.wanted());
  }

  @Test
  void anotherSeedGivesOthers() throws InterruptedException {
    assertThat(third(8).crops()).isNotEqualTo(third(7).crops());
  }

  @Test
  void cropsAreFiniteHoweverTheyWereChanged() throws InterruptedException {
    for (var value : third(9).crops()) {
      assertThat(Float.isFinite(value)).isTrue();
    }
  }

  @Test
  void someCropsAreThoseOfImagesWithoutOutline() throws InterruptedException {
    var whole =
        new Polygon(List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1), new Point(0, 1)));
    var evaluated = new float[Crop.FLOATS];
    var image = new Frame(0, Instant.EPOCH, 30, 50, new byte[Frame.bytes(30, 50)]);
    new Crop(whole, 30, 50).into(image, evaluated, 0);

    var same = 0;
    try (var batches = new Batches(SAMPLES, 4, 0.02, 7)) {
      for (var n = 0; n < 20; n++) {
        var crops = batches.next().crops();
        for (var at = 0; at < crops.length; at += Crop.FLOATS) {
          var outline = at + OUTLINE;
          if (Arrays.equals(
              crops, outline, at + Crop.FLOATS, evaluated, OUTLINE, evaluated.length)) {
            same++;
          }
        }
      }
    }
    assertThat(same).isBetween(10, 40);
  }
}
