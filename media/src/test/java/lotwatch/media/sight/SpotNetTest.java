package lotwatch.media.sight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The network that ships: what goes in, what comes out. */
class SpotNetTest {
  private static final SpotNet NET = SpotNet.shipped();

  @AfterAll
  static void close() {
    NET.close();
  }

  private static float[] noise(int count) {
    var random = new Random(5);
    var crops = new float[count * Crop.FLOATS];
    for (var i = 0; i < crops.length; i++) {
      crops[i] = (float) random.nextGaussian();
    }
    return crops;
  }

  @Test
  void everyCropGetsItsProbability() {
    var count = SpotNet.BATCH_MAX + 3;

    var occupied = NET.occupied(noise(count), count);

    assertThat(occupied).hasSize(count);
    for (var p : occupied) {
      assertThat(p).isBetween(0f, 1f);
    }
  }

  @Test
  void aCropIsJudgedAloneAsAmongOthers() {
    var count = SpotNet.BATCH_MAX + 3;
    var crops = noise(count);

    var together = NET.occupied(crops, count);

    var last = Arrays.copyOfRange(crops, (count - 1) * Crop.FLOATS, count * Crop.FLOATS);
    assertThat(NET.occupied(last, 1)[0]).isCloseTo(together[count - 1], within(1e-4f));
  }

  @Test
  void noCropsGiveNoAnswers() {
    assertThat(NET.occupied(new float[0], 0)).isEmpty();
  }

  @Test
  void tooFewFloatsAreRefused() {
    assertThatThrownBy(() -> NET.occupied(new float[Crop.FLOATS], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 crops");
  }

  @Test
  void bytesThatAreNoNetworkAreRefused() {
    assertThatThrownBy(() -> new SpotNet(new byte[] {1, 2, 3}, 1)).isInstanceOf(IOException.class);
  }
}
