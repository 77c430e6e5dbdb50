package lotwatch.lab.training;

import static lotwatch.media.sight.Crop.FLOATS;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Makes the batches of a training run on its own thread, the same ones for the same seed. */
final class Batches implements AutoCloseable {
  /** Batches made ahead. */
  private static final int AHEAD_MAX = 4;

  /** Crops and what is to be learned of them, 0 (free) to 1 (occupied). */
  @SuppressWarnings("ArrayRecordComponent") // handed over once
  record Batch(float[] crops, float[] wanted) {}

  private final BlockingQueue<Batch> ready = new ArrayBlockingQueue<>(AHEAD_MAX);
  private final List<Sample> samples;
  private final Augment augment;
  private final int size;
  private final float smoothing;
  private final Thread maker;

  Batches(List<Sample> samples, int size, double smoothing, long seed) {
    this.samples = samples;
    this.augment = new Augment(samples);
    this.size = size;
    this.smoothing = (float) smoothing;
    this.maker = Thread.ofPlatform().name("batches").daemon().start(() -> make(seed));
  }

  /** Batches in one pass over the samples. */
  int perEpoch() {
    return samples.size() / size;
  }

  Batch next() throws InterruptedException {
    return ready.take();
  }

  private void make(long seed) {
    var random = new SplittableRandom(seed);
    var order = new int[samples.size()];
    for (var i = 0; i < order.length; i++) {
      order[i] = i;
    }
    try {
      while (true) {
        for (var i = order.length - 1; i > 0; i--) {
          var j = random.nextInt(i + 1);
          var kept = order[i];
          order[i] = order[j];
          order[j] = kept;
        }
        for (var at = 0; at + size <= order.length; at += size) {
          ready.put(batch(order, at, random));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Batch batch(int[] order, int at, SplittableRandom random) {
    var crops = new float[size * FLOATS];
    var wanted = new float[size];
    for (var i = 0; i < size; i++) {
      var index = order[at + i];
      augment.into(index, random.nextLong(), crops, i * FLOATS);
      wanted[i] = samples.get(index).occupied() ? 1 - smoothing : smoothing;
    }
    return new Batch(crops, wanted);
  }

  @Override
  public void close() {
    maker.interrupt();
  }
}
