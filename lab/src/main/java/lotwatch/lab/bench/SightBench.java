package lotwatch.lab.bench;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.media.camera.CameraSettings;
import lotwatch.media.camera.Decoder;
import lotwatch.media.camera.Decoders;
import lotwatch.media.camera.Source;
import lotwatch.media.sight.Sight;
import lotwatch.media.sight.SpotNet;
import lotwatch.replica.ReplicaException;

/**
 * What looking at a 1080p camera with {@value Scene#SPOTS} spots costs, beside the bare loop of the
 * same ffmpeg and the same network. The two take turns.
 */
final class SightBench implements AutoCloseable {
  private final Ffmpeg ffmpeg;
  private final BareLoop bare = new BareLoop();
  private final SpotNet net = SpotNet.shipped();
  private final Decision decision = new Decision();

  /**
   * What a minute of a camera costs.
   *
   * @param allCpuSeconds of this process and ffmpeg
   * @param decodeCpuSeconds of ffmpeg and of reading its pipe, in a run that does nothing else
   */
  record CameraCost(double allCpuSeconds, double decodeCpuSeconds) {}

  private SightBench(Ffmpeg ffmpeg) throws IOException, OrtException, ReplicaException {
    this.ffmpeg = ffmpeg;
  }

  /** Work on a clip. */
  @FunctionalInterface
  private interface OnClip<T> {
    T run(SightBench bench, CameraSettings camera) throws Exception;
  }

  /** Makes a clip, works on it, removes it. */
  private static <T> T onClip(int seconds, OnClip<T> work) throws Exception {
    var folder = Files.createTempDirectory("lotwatch-bench");
    var ffmpeg = Ffmpeg.find(null, Ffmpeg.defaultCache());
    try (var bench = new SightBench(ffmpeg)) {
      var source = new Source.VideoFile(Scene.clip(ffmpeg, folder, seconds));
      return work.run(
          bench, CameraSettings.of("bench", source).once().withPace(CameraSettings.Pace.FAST));
    } finally {
      Files.deleteIfExists(folder.resolve("clip.mp4"));
      Files.deleteIfExists(folder);
    }
  }

  /** One round of each to warm up, then the rounds that count. */
  static SightReport run(int seconds, double fps, int rounds) throws Exception {
    return onClip(
        seconds,
        (bench, settings) -> {
          var camera = settings.withFramesPerSecond(fps);
          var report = new SightReport(fps, new ArrayList<>(), new ArrayList<>());
          for (int round = 0; round <= rounds; round++) {
            var bareSpent = Spent.on(() -> bench.bare.run(bench.ffmpeg, camera));
            var wholeSpent = Spent.on(() -> bench.whole(camera));
            if (round > 0) {
              report.bare().add(bareSpent);
              report.whole().add(wholeSpent);
            }
          }
          return report;
        });
  }

  /** CPU seconds that a minute of a camera at 1 frame per second costs, warmed up. */
  static CameraCost camera(int seconds) throws Exception {
    return onClip(
        seconds,
        (bench, camera) -> {
          bench.whole(camera);
          var all = Spent.on(() -> bench.whole(camera));
          var decode = Spent.on(() -> bench.bare.decode(bench.ffmpeg, camera));
          return new CameraCost(
              all.cpuSeconds() * 60 / seconds, decode.cpuSeconds() * 60 / seconds);
        });
  }

  /** The whole path: decode, cut out, infer, decide. */
  private int whole(CameraSettings camera) throws Exception {
    var sight = new Sight(net, Scene.spots());
    decision.begin(Scene.spots());
    var clock = InstantSource.system();
    var frames = 0;
    try (var decoder = Decoder.start(Decoders.of(ffmpeg), camera, clock, clock.instant())) {
      for (var frame = decoder.next(); frame != null; frame = decoder.next()) {
        var seen = sight.look(frame);
        if (seen.sightings().size() != Scene.SPOTS) {
          throw new IllegalStateException("a frame was not clear: " + seen.visibility());
        }
        decision.decide(frame.at(), seen);
        frames++;
      }
    }
    return frames;
  }

  @Override
  public void close() throws IOException, OrtException, ReplicaException {
    decision.close();
    bare.close();
    net.close();
  }
}
