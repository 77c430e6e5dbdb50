package lotwatch.media.sight;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * The network that tells free from occupied: crops in, probabilities out. How its weights were made
 * and how good they are says {@code spots.md} beside them.
 *
 * <p>May be asked by several threads at a time.
 */
public final class SpotNet implements AutoCloseable {
  /** The most crops judged in one go; more are judged in several. */
  public static final int BATCH_MAX = 64;

  private static final String WEIGHTS = "spots.onnx";
  private static final long[] SHAPE = {0, Crop.CHANNELS, Crop.SIZE, Crop.SIZE};

  private final OrtSession session;

  /**
   * A network from the bytes of an ONNX file as {@code lotwatch train} writes it.
   *
   * @param threads that one batch may use
   * @throws IOException if the bytes are no such network
   */
  public SpotNet(byte[] onnx, int threads) throws IOException {
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      this.session = OrtEnvironment.getEnvironment().createSession(onnx, options);
    } catch (OrtException e) {
      throw new IOException("not a network that tells spots: " + e.getMessage(), e);
    }
  }

  /** The network that ships, on one thread. */
  public static SpotNet shipped() {
    try (var weights = SpotNet.class.getResourceAsStream(WEIGHTS)) {
      if (weights == null) {
        throw new IllegalStateException(WEIGHTS + " is missing from the build");
      }
      return new SpotNet(weights.readAllBytes(), 1);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The probability, crop by crop, that a vehicle stands there.
   *
   * @param crops as {@link Crop#into} makes them, one after the other
   * @param count how many
   */
  public float[] occupied(float[] crops, int count) {
    if (crops.length < count * Crop.FLOATS) {
      throw new IllegalArgumentException(
          "%d floats do not hold %d crops".formatted(crops.length, count));
    }
    var occupied = new float[count];
    for (var at = 0; at < count; at += BATCH_MAX) {
      batch(crops, at, Math.min(BATCH_MAX, count - at), occupied);
    }
    return occupied;
  }

  private void batch(float[] crops, int from, int count, float[] occupied) {
    judge(FloatBuffer.wrap(crops, from * Crop.FLOATS, count * Crop.FLOATS), count, occupied, from);
  }

  /** Room for {@link #BATCH_MAX} crops that {@link #judge} need not copy. */
  static FloatBuffer space() {
    return ByteBuffer.allocateDirect(BATCH_MAX * Crop.FLOATS * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /**
   * Judges one batch.
   *
   * @param crops {@code count} of them, between position and limit
   * @param occupied gets the probabilities from {@code to} on
   */
  void judge(FloatBuffer crops, int count, float[] occupied, int to) {
    var shape = SHAPE.clone();
    shape[0] = count;
    try (var input = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), crops, shape);
        var answer = session.run(Map.of("crops", input))) {
      ((OnnxTensor) answer.get(0)).getFloatBuffer().get(occupied, to, count);
    } catch (OrtException e) {
      throw new IllegalStateException("the network failed on %d crops".formatted(count), e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the network cannot be closed", e);
    }
  }
}
