package lotwatch.lab.training;

import static lotwatch.media.sight.Crop.CHANNELS;
import static lotwatch.media.sight.Crop.SIZE;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Consumer;
import lotwatch.lab.training.Batches.Batch;

/**
 * One course of training: AdamW with a cosine schedule, and beside it the running mean of the
 * weights, which is what is kept.
 *
 * @param epochs passes over the samples that the schedule is made for
 * @param minutes to stop after, 0 for no limit
 * @param seed of the first weights, the order and every change of a sample
 */
record Course(int epochs, int minutes, long seed) {
  private static final int BATCH = 64;
  private static final double RATE = 0.002;
  private static final double DECAY = 0.02;
  private static final double SMOOTHING = 0.02;
  private static final int WARM_STEPS = 200;

  private static final double KEEP = 0.998;

  /** Channels at 1/2 (twice), 1/4 and 1/8 of the crop's size. */
  private static final NetPlan PLAN = NetPlan.of(20, 28, 56, 112);

  /**
   * What came out.
   *
   * @param onnx the network's bytes
   * @param epochs finished
   * @param accuracy on the samples held out, 0..1
   * @param temperature that the log-odds were divided by
   * @param weights how many
   * @param multiplyAdds per crop
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once
  record Result(
      byte[] onnx,
      int epochs,
      double accuracy,
      double temperature,
      long weights,
      long multiplyAdds) {}

  /**
   * Runs it.
   *
   * @param soFar gets the network as it is after each epoch
   */
  Result run(Stock stock, PrintStream log, Consumer<byte[]> soFar) throws InterruptedException {
    Engine.getInstance().setRandomSeed((int) seed);
    try (var manager = NDManager.newBaseManager();
        var batches = new Batches(stock.learn(), BATCH, SMOOTHING, seed)) {
      var net = new Net(manager, PLAN, seed);
      var mean = new Net(manager, PLAN, seed);
      var done = learn(net, mean, batches, stock, log, soFar);
      var exam = Exam.of(mean, manager, stock.measure());
      var temperature = exam.temperature();
      var onnx = Export.model(mean, temperature, "Lotwatch: is the spot occupied? seed " + seed);
      return new Result(
          onnx, done, exam.accuracy(), temperature, mean.weights(), PLAN.multiplyAdds());
    }
  }

  private int learn(
      Net net, Net mean, Batches batches, Stock stock, PrintStream log, Consumer<byte[]> soFar)
      throws InterruptedException {
    net.learned().forEach(value -> value.setRequiresGradient(true));
    var adam = new Adam(net.learned(), DECAY);
    var last = epochs * batches.perEpoch();
    var start = System.nanoTime();
    var loss = 0.0;
    for (var step = 0; step < last; step++) {
      loss += descend(net, batches.next());
      adam.step(rate(step, batches.perEpoch()));
      mean.follow(net, Math.min(KEEP, (1.0 + step) / (10 + step)));
      if ((step + 1) % batches.perEpoch() == 0) {
        var epoch = (step + 1) / batches.perEpoch();
        var passed = Duration.ofNanos(System.nanoTime() - start);
        var exam = Exam.of(mean, net.manager(), stock.measure());
        log.printf(
            "epoch %d of %d: loss %.4f, held out %.2f %% right, %d s%n",
            epoch, epochs, loss / batches.perEpoch(), 100 * exam.accuracy(), passed.toSeconds());
        loss = 0;
        soFar.accept(Export.model(mean, exam.temperature(), "Lotwatch: not finished"));
        if (minutes > 0 && passed.toMinutes() >= minutes) {
          return epoch;
        }
      }
    }
    return epochs;
  }

  private double rate(int step, int perEpoch) {
    var epoch = (double) step / perEpoch;
    var warm = Math.min(1, (step + 1.0) / WARM_STEPS);
    var cosine = 0.5 + 0.5 * Math.cos(Math.PI * epoch / epochs);
    return RATE * warm * cosine;
  }

  /** Computes the gradients of one batch and returns its loss. */
  private static double descend(Net net, Batch batch) {
    var count = batch.wanted().length;
    try (var scope = net.manager().newSubManager()) {
      var crops = scope.create(batch.crops(), new Shape(count, CHANNELS, SIZE, SIZE));
      var wanted = scope.create(batch.wanted(), new Shape(count, 1));
      try (var tape = Engine.getInstance().newGradientCollector()) {
        var odds = net.forward(crops, true);
        // cross entropy, from log-odds
        var loss = Activation.softPlus(odds).sub(odds.mul(wanted)).mean();
        tape.backward(loss);
        return loss.getFloat();
      }
    }
  }
}
