package lotwatch.lab.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.media.Frame;
import lotwatch.media.camera.CameraSettings;
import lotwatch.media.camera.Decoder;
import lotwatch.media.sight.Crop;
import lotwatch.media.sight.SpotNet;

/**
 * The least that looking at a camera can cost: the same ffmpeg read from a pipe into one buffer,
 * and per frame the same network on crops that lie ready. Nothing is cut out and nothing is
 * decided.
 */
final class BareLoop implements AutoCloseable {

  private final OrtSession session;
  private final List<OnnxTensor> crops = new ArrayList<>();

  BareLoop() throws OrtException, IOException {
    var environment = OrtEnvironment.getEnvironment();
    try (var weights = SpotNet.class.getResourceAsStream("spots.onnx");
        var options = new OrtSession.SessionOptions()) {
      if (weights == null) {
        throw new IOException("the weights are not on the class path");
      }
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(weights.readAllBytes(), options);
    }
    var random = new Random(1);
    for (int left = Scene.SPOTS; left > 0; left -= SpotNet.BATCH_MAX) {
      var count = Math.min(left, SpotNet.BATCH_MAX);
      var values = new float[count * Crop.FLOATS];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat() * 2 - 1;
      }
      var shape = new long[] {count, Crop.CHANNELS, Crop.SIZE, Crop.SIZE};
      crops.add(OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape));
    }
  }

  /** Decodes and infers; says how many frames came. */
  int run(Ffmpeg ffmpeg, CameraSettings camera) throws Exception {
    return loop(ffmpeg, camera, crops);
  }

  /** Decodes only; says how many frames came. */
  int decode(Ffmpeg ffmpeg, CameraSettings camera) throws Exception {
    return loop(ffmpeg, camera, List.of());
  }

  private int loop(Ffmpeg ffmpeg, CameraSettings camera, List<OnnxTensor> batches)
      throws Exception {
    var frame = new byte[Frame.bytes(1_920, 1_080)];
    var process =
        ffmpeg
            .command(Decoder.arguments(camera))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var frames = 0;
    try (var in = process.getInputStream()) {
      while (in.readNBytes(frame, 0, frame.length) == frame.length) {
        for (var batch : batches) {
          try (var answer = session.run(Map.of("crops", batch))) {
            answer.get(0);
          }
        }
        frames++;
      }
    }
    process.waitFor();
    return frames;
  }

  @Override
  public void close() throws OrtException {
    crops.forEach(OnnxTensor::close);
    session.close();
  }
}
