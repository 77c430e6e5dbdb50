package lotwatch.media.camera;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import lotwatch.media.Frame;
import org.jspecify.annotations.Nullable;

/**
 * One run of one camera's decoder: a child ffmpeg from its start to its end. The thread that made
 * it calls {@link #next} until there is no more; a watchdog ends a run that keeps it waiting too
 * long.
 */
public final class Decoder implements AutoCloseable {
  private final CameraSettings camera;
  private final InstantSource clock;
  private final Child child;
  private final Thread watchdog;
  private final AtomicReference<@Nullable String> killedBecause = new AtomicReference<>();
  private final Object lock = new Object();

  /** When the watchdog bites, by {@link System#nanoTime}; guarded by lock. */
  private long deadlineNanos;

  /** Whether the first frame is still to come; guarded by lock. */
  private boolean isOpening = true;

  private @Nullable Y4m frames;
  private @Nullable Instant firstAt;
  private long number;

  /**
   * Starts to decode.
   *
   * @param clock tells when a frame arrived
   * @param epoch second 0 of what a simulated camera shows
   * @throws CameraException if that is known to fail at once
   */
  public static Decoder start(
      Decoders decoders, CameraSettings camera, InstantSource clock, Instant epoch)
      throws CameraException {
    if (camera.source() instanceof Source.VideoFile file && !Files.isReadable(file.path())) {
      throw new CameraException(file.path() + " is not there or may not be read", true);
    }
    try {
      var child =
          camera.source() instanceof Source.Simulated simulated
              ? decoders.simulated().start(decoders.ffmpeg(), camera, simulated, epoch)
              : GuardedChild.start(decoders.ffmpeg().command(Recipe.of(camera)));
      return new Decoder(camera, clock, child, epoch);
    } catch (CameraException e) {
      throw e;
    } catch (IOException e) {
      throw new CameraException("ffmpeg does not start: " + e.getMessage(), true, e);
    }
  }

  /** The arguments with which ffmpeg decodes this camera to YUV4MPEG2 on standard output. */
  public static List<String> arguments(CameraSettings camera) {
    return Recipe.of(camera);
  }

  private Decoder(CameraSettings camera, InstantSource clock, Child child, Instant epoch) {
    this.camera = camera;
    this.clock = clock;
    this.child = child;
    this.firstAt = camera.source() instanceof Source.Simulated ? epoch : null;
    this.deadlineNanos = System.nanoTime() + camera.limits().openMax().toNanos();
    this.watchdog = Thread.ofVirtual().name("watchdog-" + camera.id()).start(this::watch);
  }

  /**
   * Waits for the next frame.
   *
   * @return null at the end of a file that is played once
   * @throws CameraException if there will be none from this run; the message says why
   */
  public @Nullable Frame next() throws CameraException {
    try {
      if (frames == null) {
        frames = new Y4m(child.output());
      }
      var planes = frames.next();
      if (planes == null) {
        return atEnd(null);
      }
      grant(camera.limits().stallMax().plus(period()));
      return new Frame(number, timeOf(number++), frames.width(), frames.height(), planes);
    } catch (IOException e) {
      return atEnd(e);
    }
  }

  /** Stops the watchdog while the caller is busy with other things than waiting for a frame. */
  public void pause() {
    grant(Duration.ofDays(365));
  }

  /** Starts the watchdog again after {@link #pause}. */
  public void goOn() {
    grant(camera.limits().stallMax().plus(period()));
  }

  /** Kills the child. */
  @Override
  public void close() {
    watchdog.interrupt();
    child.close();
  }

  private Duration period() {
    return Duration.ofNanos((long) (1e9 / camera.framesPerSecond()));
  }

  /** A file's frames stand at multiples of the period; a live one's are of when they arrive. */
  private Instant timeOf(long frame) {
    var now = clock.instant();
    if (firstAt == null) {
      firstAt = now;
    }
    return Recipe.isLive(camera)
        ? now
        : firstAt.plusNanos((long) (frame * 1e9 / camera.framesPerSecond()));
  }

  private @Nullable Frame atEnd(@Nullable IOException problem) throws CameraException {
    watchdog.interrupt();
    child.join();
    var killed = killedBecause.get();
    if (killed != null) {
      throw new CameraException(killed, true);
    }
    var said = masked(child.lastWords());
    if (problem == null && number > 0) {
      if (isPlayedOnce()) {
        return null;
      }
      throw new CameraException("the stream ended" + (said.isEmpty() ? "" : ": " + said), true);
    }
    if (problem instanceof CameraException exception && said.isEmpty()) {
      throw exception;
    }
    throw new CameraException(said.isEmpty() ? String.valueOf(problem) : said, true);
  }

  private boolean isPlayedOnce() {
    return camera.source() instanceof Source.VideoFile && !camera.loop();
  }

  private String masked(String said) {
    return switch (camera.source()) {
      case Source.Rtsp rtsp -> Credentials.masked(said, rtsp.url());
      case Source.Http http -> Credentials.masked(said, http.url());
      case Source.VideoFile _, Source.Simulated _, Source.Sent _ -> said;
    };
  }

  private void grant(Duration time) {
    synchronized (lock) {
      deadlineNanos = System.nanoTime() + time.toNanos();
      isOpening = false;
      lock.notifyAll();
    }
  }

  private void watch() {
    Duration waited;
    try {
      synchronized (lock) {
        for (var left = left(); left > 0; left = left()) {
          lock.wait(left / 1_000_000 + 1);
        }
        waited = isOpening ? camera.limits().openMax() : camera.limits().stallMax();
      }
    } catch (InterruptedException e) {
      return;
    }
    killedBecause.set("no frame for %.1f s".formatted(waited.toMillis() / 1e3));
    child.close();
  }

  private long left() {
    return deadlineNanos - System.nanoTime();
  }
}
