package lotwatch.lab.training;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * AdamW: gradient descent with moments and decoupled weight decay.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter 2019</a>
 */
final class Adam {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.99;
  private static final double EPSILON = 1e-8;

  private final List<NDArray> values;
  private final double decay;
  private final List<NDArray> means = new ArrayList<>();
  private final List<NDArray> squares = new ArrayList<>();
  private int steps;

  Adam(List<NDArray> values, double decay) {
    this.values = values;
    this.decay = decay;
    for (var value : values) {
      means.add(value.zerosLike());
      squares.add(value.zerosLike());
    }
  }

  /** One step against the gradients that the values hold. */
  void step(double rate) {
    steps++;
    var size = rate / (1 - Math.pow(BETA1, steps));
    var root = 1 / Math.sqrt(1 - Math.pow(BETA2, steps));
    for (var i = 0; i < values.size(); i++) {
      var value = values.get(i);
      try (var scope = value.getManager().newSubManager()) {
        var gradient = value.getGradient();
        gradient.attach(scope);
        means.get(i).muli(BETA1).addi(gradient.mul(1 - BETA1));
        squares.get(i).muli(BETA2).addi(gradient.square().muli(1 - BETA2));
        var below = squares.get(i).sqrt().muli(root).addi(EPSILON);
        below.attach(scope);
        if (value.getShape().dimension() > 1) {
          value.muli(1 - rate * decay);
        }
        var change = means.get(i).div(below).muli(size);
        change.attach(scope);
        value.subi(change);
        gradient.muli(0);
      }
    }
  }
}
