package lotwatch.lab.training;

import static lotwatch.media.sight.Crop.CHANNELS;
import static lotwatch.media.sight.Crop.FLOATS;
import static lotwatch.media.sight.Crop.SIZE;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import lotwatch.media.sight.Crop;

/** What a network says of samples that it does not learn from. */
final class Exam {
  private static final int BATCH = 128;
  private static final double TEMPERATURE_MIN = 0.3;
  private static final double TEMPERATURE_MAX = 5;
  private static final double TEMPERATURE_STEP = 1.02;

  private final double[] odds;
  private final boolean[] occupied;

  private Exam(double[] odds, boolean[] occupied) {
    this.odds = odds;
    this.occupied = occupied;
  }

  static Exam of(Net net, NDManager manager, List<Sample> samples) {
    var odds = new double[samples.size()];
    var occupied = new boolean[samples.size()];
    for (var at = 0; at < odds.length; at += BATCH) {
      var count = Math.min(BATCH, odds.length - at);
      var crops = new float[count * FLOATS];
      for (var i = 0; i < count; i++) {
        var sample = samples.get(at + i);
        var image = sample.image();
        new Crop(sample.spot(), image.width(), image.height()).into(image, crops, i * FLOATS);
        occupied[at + i] = sample.occupied();
      }
      try (var scope = manager.newSubManager()) {
        var input = scope.create(crops, new Shape(count, CHANNELS, SIZE, SIZE));
        var said = net.forward(input, false).toFloatArray();
        for (var i = 0; i < count; i++) {
          odds[at + i] = said[i];
        }
      }
    }
    return new Exam(odds, occupied);
  }

  /** The part that was right, 0..1; 0 if nothing was asked. */
  double accuracy() {
    var right = 0;
    for (var i = 0; i < odds.length; i++) {
      if (odds[i] >= 0 == occupied[i]) {
        right++;
      }
    }
    return odds.length == 0 ? 0 : (double) right / odds.length;
  }

  /**
   * What the log-odds are to be divided by so that, of what is said with 90 %, 90 % is true: the
   * temperature of the least cross entropy. 1 if nothing was asked.
   *
   * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al. 2017</a>
   */
  double temperature() {
    var best = 1.0;
    var least = entropy(1);
    for (var t = TEMPERATURE_MIN; t <= TEMPERATURE_MAX; t *= TEMPERATURE_STEP) {
      var entropy = entropy(t);
      if (entropy < least) {
        least = entropy;
        best = t;
      }
    }
    return best;
  }

  private double entropy(double temperature) {
    var sum = 0.0;
    for (var i = 0; i < odds.length; i++) {
      var toward = (occupied[i] ? odds[i] : -odds[i]) / temperature;
      sum += Math.max(0, -toward) + Math.log1p(Math.exp(-Math.abs(toward)));
    }
    return sum;
  }
}
