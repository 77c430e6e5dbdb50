package lotwatch.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is learned from follows from the seed alone. */
class BatchesTest {
  private static final List<Sample> SAMPLES = Scenes.lots(1, 2, 6);

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
}
