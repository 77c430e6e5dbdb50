package lotwatch.lab.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lotwatch.media.sight.Crop;

/**
 * The network being trained: a small residual network over a crop and its outline, ending in one
 * number per crop, the log-odds that a vehicle stands there.
 *
 * <p>At the end, features are pooled over the crop (mean and maximum) and over the outline alone
 * (mean), so that what stands in the spot counts apart from what stands around it.
 */
final class Net {
  private static final float MOMENTUM = 0.9f;
  private static final float EPSILON = 1e-5f;
  private static final float OUTLINE_FLOOR = 1f;

  private static final int[] CELLS = {2};

  /** One convolution with its batch norm. */
  record Conv(NDArray weight, NDArray gamma, NDArray beta, NDArray mean, NDArray variance) {}

  private final NDManager manager;
  private final Random random;
  private final NetPlan plan;
  private final List<Conv> convs = new ArrayList<>();
  private final NDArray head;
  private final NDArray bias;

  /** A fresh network; the seed decides its first weights. */
  Net(NDManager manager, NetPlan plan, long seed) {
    this.manager = manager;
    this.plan = plan;
    this.random = new Random(seed);
    for (var step : plan.steps()) {
      if (step instanceof NetPlan.Conv c) {
        convs.add(conv(c.in(), c.out(), c.kernel()));
      }
    }
    var features = 3 * plan.width();
    this.head = gaussian(Math.sqrt(1.0 / features), 1, features);
    this.bias = manager.zeros(new Shape(1));
  }

  private Conv conv(int in, int out, int kernel) {
    return new Conv(
        gaussian(Math.sqrt(2.0 / (in * kernel * kernel)), out, in, kernel, kernel),
        manager.ones(new Shape(out)),
        manager.zeros(new Shape(out)),
        manager.zeros(new Shape(out)),
        manager.ones(new Shape(out)));
  }

  private NDArray gaussian(double spread, long... shape) {
    var s = new Shape(shape);
    var values = new float[Math.toIntExact(s.size())];
    for (var i = 0; i < values.length; i++) {
      values[i] = (float) (spread * random.nextGaussian());
    }
    return manager.create(values, s);
  }

  NDManager manager() {
    return manager;
  }

  /** How many numbers were learned. */
  long weights() {
    return learned().stream().mapToLong(NDArray::size).sum();
  }

  /** Moves towards another network: {@code keep} of this one stays. */
  void follow(Net other, double keep) {
    var mine = state();
    var theirs = other.state();
    for (var i = 0; i < mine.size(); i++) {
      try (var scope = manager.newSubManager()) {
        var change = theirs.get(i).sub(mine.get(i)).muli(1 - keep);
        change.attach(scope);
        mine.get(i).addi(change);
      }
    }
  }

  NetPlan plan() {
    return plan;
  }

  List<Conv> convs() {
    return convs;
  }

  NDArray head() {
    return head;
  }

  NDArray bias() {
    return bias;
  }

  /** What learns by gradient. */
  List<NDArray> learned() {
    var all = new ArrayList<NDArray>();
    for (var c : convs) {
      all.addAll(List.of(c.weight, c.gamma, c.beta));
    }
    all.addAll(List.of(head, bias));
    return all;
  }

  /**
   * Everything that makes the network what it is: the learned values and the running statistics.
   */
  List<NDArray> state() {
    var all = learned();
    for (var c : convs) {
      all.addAll(List.of(c.mean, c.variance));
    }
    return all;
  }

  /**
   * Log-odds of a batch.
   *
   * @param crops batch x {@value Crop#CHANNELS} x {@value Crop#SIZE} x {@value Crop#SIZE}
   * @return batch x 1
   */
  NDArray forward(NDArray crops, boolean training) {
    var outline = crops.get(":, 3:4");
    var x = crops;
    var skip = x;
    var next = 0;
    for (var step : plan.steps()) {
      switch (step) {
        case NetPlan.Conv c -> {
          x = normed(x, convs.get(next++), c, training);
          if (c.relu()) {
            x = Activation.relu(x);
          }
        }
        case NetPlan.Halve h ->
            x = Pool.maxPool2d(x, new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), false);
        case NetPlan.Keep k -> skip = x;
        case NetPlan.Rejoin r -> x = Activation.relu(x.add(skip));
      }
    }
    var shrink = plan.shrink();
    var window = new Shape(shrink, shrink);
    var inside = Pool.avgPool2d(outline, window, window, new Shape(0, 0), false, true);
    var area = flat(inside).sum(CELLS).maximum(OUTLINE_FLOOR);
    var pooled =
        NDArrays.concat(
            new NDList(
                flat(x).mean(CELLS), flat(x).max(CELLS), flat(x.mul(inside)).sum(CELLS).div(area)),
            1);
    return pooled.matMul(head.transpose()).add(bias);
  }

  /** Rows and columns as one axis: the engine's mean takes no more. */
  private static NDArray flat(NDArray x) {
    return x.reshape(x.getShape().get(0), x.getShape().get(1), -1);
  }

  private static NDArray normed(NDArray x, Conv conv, NetPlan.Conv step, boolean training) {
    var pad = step.kernel() / 2;
    var y =
        Conv2d.conv2d(
                x, conv.weight, null, new Shape(step.stride(), step.stride()), new Shape(pad, pad))
            .singletonOrThrow();
    return BatchNorm.batchNorm(
            y, conv.mean, conv.variance, conv.gamma, conv.beta, 1, MOMENTUM, EPSILON, training)
        .singletonOrThrow();
  }

  /** The epsilon of every batch norm. */
  static float epsilon() {
    return EPSILON;
  }

  /** The least area, in cells of the last layer, that an outline is taken to have. */
  static float outlineFloor() {
    return OUTLINE_FLOOR;
  }
}
