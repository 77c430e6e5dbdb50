package lotwatch.sim;

import static lotwatch.media.camera.CameraSettings.Pace.FAST;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.media.Frame;
import lotwatch.media.camera.CameraException;
import lotwatch.media.camera.CameraSettings;
import lotwatch.media.camera.Child;
import lotwatch.media.camera.Decoder;
import lotwatch.media.camera.LastWords;
import lotwatch.media.camera.Source;

/**
 * A simulated camera: images are drawn, encoded to H.264 by one ffmpeg and decoded by another, so
 * that they come the way any camera's do. Both end when this JVM does, because what feeds them
 * ends.
 */
public final class SimulatedChild implements Child {
  private static final int SHUTDOWN_SECONDS_MAX = 5;

  /** Campuses kept for cameras that start again; one holds some tens of megabytes. */
  private static final int CAMPUSES_MAX = 4;

  /** By seed, the longest unused first; guarded by itself. */
  private static final Map<Long, Campus> CAMPUSES =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Campus> eldest) {
          return size() > CAMPUSES_MAX;
        }
      };

  private final Process encoder;
  private final Process decoder;
  private final LastWords encoderWords;
  private final LastWords decoderWords;
  private final Thread drawing;
  private volatile boolean running = true;

  private SimulatedChild(SimCamera camera, Pace pace, Instant epoch, List<Process> pipeline) {
    this.encoder = pipeline.getFirst();
    this.decoder = pipeline.getLast();
    this.encoderWords = new LastWords(encoder.getErrorStream());
    this.decoderWords = new LastWords(decoder.getErrorStream());
    this.drawing =
        Thread.ofPlatform()
            .daemon()
            .name("draw-" + camera.id())
            .unstarted(() -> draw(camera, pace, epoch));
  }

  /**
   * Starts to draw, encode and decode.
   *
   * @param epoch second 0 of what is simulated
   * @throws CameraException if there is no such camera
   */
  public static SimulatedChild start(
      Ffmpeg ffmpeg, CameraSettings settings, Source.Simulated source, Instant epoch)
      throws IOException {
    var camera = camera(source);
    setUp(camera);
    var pipeline =
        ProcessBuilder.startPipeline(
            List.of(ffmpeg.command(encoding(camera)), ffmpeg.command(Decoder.arguments(settings))));
    var pace = settings.pace() == FAST ? Pace.UNBOUNDED : Pace.REAL_TIME;
    var child = new SimulatedChild(camera, pace, epoch, pipeline);
    child.drawing.start();
    return child;
  }

  /**
   * Building a campus and painting its backdrop takes seconds on a busy machine: done once per
   * camera, before anybody waits for a frame.
   */
  private static void setUp(SimCamera camera) {
    camera.draw(0, new byte[Frame.bytes(camera.size().width(), camera.size().height())]);
  }

  /**
   * The camera that a source names.
   *
   * @throws CameraException if there is no such camera
   */
  public static SimCamera camera(Source.Simulated source) throws CameraException {
    List<SimCamera> cameras;
    synchronized (CAMPUSES) {
      cameras = CAMPUSES.computeIfAbsent(source.seed(), Campus::of).cameras();
    }
    for (var camera : cameras) {
      if (camera.id().equals(source.name())) {
        return camera;
      }
    }
    var names = cameras.stream().map(SimCamera::id).toList();
    throw new CameraException(
        "the simulated campus has no camera %s; it has %s".formatted(source.name(), names), false);
  }

  private static List<String> encoding(SimCamera camera) {
    var size = "%dx%d".formatted(camera.size().width(), camera.size().height());
    var fps = String.valueOf(camera.fps());
    var everySecond = fps;
    return List.of(
        "-nostdin",
        "-hide_banner",
        "-v",
        "error",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "yuv420p",
        "-s",
        size,
        "-r",
        fps,
        "-i",
        "pipe:0",
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-tune",
        "zerolatency",
        "-threads",
        "1",
        "-g",
        everySecond,
        "-crf",
        "23",
        "-color_range",
        "tv",
        "-colorspace",
        "smpte170m",
        "-flush_packets",
        "1",
        "-f",
        "nut",
        "pipe:1");
  }

  private void draw(SimCamera camera, Pace pace, Instant epoch) {
    try (var out = encoder.getOutputStream()) {
      camera.writeFrames(out, () -> running, pace, epoch);
    } catch (IOException e) {
      // The encoder is gone; the decoder's output ends, and whoever reads it is told.
    }
  }

  @Override
  public InputStream output() {
    return decoder.getInputStream();
  }

  @Override
  public void join() {
    close();
  }

  @Override
  public String lastWords() {
    var first = encoderWords.line();
    return first.isEmpty() ? decoderWords.line() : first;
  }

  @Override
  public LastWords decoderWords() {
    return decoderWords;
  }

  @Override
  public void close() {
    running = false;
    decoder.destroyForcibly();
    encoder.destroyForcibly();
    drawing.interrupt();
    var interrupted = Thread.interrupted();
    try {
      decoder.waitFor(SHUTDOWN_SECONDS_MAX, TimeUnit.SECONDS);
      encoder.waitFor(SHUTDOWN_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
