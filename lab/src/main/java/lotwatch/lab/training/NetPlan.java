package lotwatch.lab.training;

import java.util.ArrayList;
import java.util.List;
import lotwatch.media.sight.Crop;

/**
 * The layers of a network in order: read by the trainer to compute and by the writer to write them.
 *
 * @param steps in order
 * @param width channels at the end
 * @param shrink input pixels per pixel at the end
 */
record NetPlan(List<Step> steps, int width, int shrink) {
  /** One layer. */
  sealed interface Step {}

  /** Convolution and batch norm, padded so that stride 1 keeps the size. */
  record Conv(int in, int out, int kernel, int stride, boolean relu) implements Step {}

  /** Maximum of 2 x 2. */
  record Halve() implements Step {}

  /** Remembers the value for {@link Rejoin}. */
  record Keep() implements Step {}

  /** Adds the remembered value, then ReLU. */
  record Rejoin() implements Step {}

  /**
   * The network that ships, in four widths.
   *
   * @param widths channels at 1/2 (twice), 1/4 and 1/8 of the crop's size
   */
  static NetPlan of(int... widths) {
    var steps = new ArrayList<Step>();
    steps.add(new Conv(Crop.CHANNELS, widths[0], 5, 2, true));
    steps.add(new Conv(widths[0], widths[1], 3, 1, true));
    var in = widths[1];
    for (var i = 2; i < widths.length; i++) {
      steps.add(new Halve());
      steps.add(new Conv(in, widths[i], 3, 1, true));
      steps.add(new Keep());
      steps.add(new Conv(widths[i], widths[i], 3, 1, true));
      steps.add(new Conv(widths[i], widths[i], 3, 1, false));
      steps.add(new Rejoin());
      in = widths[i];
    }
    return new NetPlan(List.copyOf(steps), in, 1 << (widths.length - 1));
  }

  /** Multiply-adds of the convolutions for one crop. */
  long multiplyAdds() {
    var sum = 0L;
    var side = Crop.SIZE;
    for (var step : steps) {
      switch (step) {
        case Conv c -> {
          side /= c.stride;
          sum += (long) side * side * c.in * c.out * c.kernel * c.kernel;
        }
        case Halve h -> side /= 2;
        case Keep k -> {}
        case Rejoin r -> {}
      }
    }
    return sum;
  }
}
