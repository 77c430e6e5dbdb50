package lotwatch.lab.training;

import static lotwatch.media.sight.Crop.CHANNELS;
import static lotwatch.media.sight.Crop.FLOATS;
import static lotwatch.media.sight.Crop.SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Random;
import lotwatch.media.sight.SpotNet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The written network computes what the trained one does. */
class ExportTest {
  private static final int COUNT = 5;
  private static final double TEMPERATURE = 1.5;

  @BeforeAll
  static void offline() {
    System.setProperty("ai.djl.offline", "true");
  }

  @Test
  void theWrittenNetworkAnswersLikeTheTrainedOne() throws IOException {
    var random = new Random(3);
    var crops = new float[COUNT * FLOATS];
    for (var i = 0; i < crops.length; i++) {
      crops[i] = i / (SIZE * SIZE) % CHANNELS == 3 ? random.nextInt(2) : random.nextFloat() - 0.5f;
    }

    try (var manager = NDManager.newBaseManager()) {
      var net = new Net(manager, NetPlan.of(4, 8, 8, 16), 3);
      var input = manager.create(crops, new Shape(COUNT, CHANNELS, SIZE, SIZE));
      // batch norms that have seen something
      for (var i = 0; i < 3; i++) {
        net.forward(input, true);
      }
      var odds = net.forward(input, false).toFloatArray();

      try (var written = new SpotNet(Export.model(net, TEMPERATURE, "a test"), 1)) {
        var occupied = written.occupied(crops, COUNT);
        for (var i = 0; i < COUNT; i++) {
          var expected = 1 / (1 + Math.exp(-odds[i] / TEMPERATURE));
          assertThat(occupied[i]).isCloseTo((float) expected, within(1e-4f));
        }
      }
    }
  }
}
