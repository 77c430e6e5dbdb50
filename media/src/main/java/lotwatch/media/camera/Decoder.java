package lotwatch.media.camera;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import lotwatch.media.Frame;
import lotwatch.media.camera.Feed.Decoded;
import org.jspecify.annotations.Nullable;

/**
 * One run of one camera, from its start to its end. The thread that made it calls {@link #next}
 * until there is no more; a watchdog ends a run that keeps it waiting too long.
 */
public final class Decoder implements AutoCloseable {
  /** A live camera whose frames are damaged for so long is called anew, for a key frame. */
  static final Duration DAMAGED_MAX = Duration.ofMinutes(2);

  private final CameraSettings camera;
  private final Waits waits;
  private final InstantSource clock;
  private final Feed feed;
  private final Thread watchdog;
  private final AtomicReference<@Nullable String> killedBecause = new AtomicReference<>();
  private final Object lock = new Object();

  /** When the watchdog bites, by {@link System#nanoTime}; guarded by lock. */
  private long deadlineNanos;

  /** Whether the first frame is still to come; guarded by lock. */
  private boolean isOpening = true;

  private @Nullable Instant firstAt;
  private long number;

  /** When the last frame that was not damaged came, by {@link System#nanoTime}. */
  private long wholeNanos = System.nanoTime();

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
    try {
      return new Decoder(camera, clock, feed(decoders, camera, epoch), epoch);
    } catch (CameraException e) {
      throw e;
    } catch (IOException e) {
      throw new CameraException("ffmpeg does not start: " + e.getMessage(), true, e);
    }
  }

  private static Feed feed(Decoders decoders, CameraSettings camera, Instant epoch)
      throws IOException {
    return switch (camera.source()) {
      case Source.VideoFile file -> {
        if (!Files.isReadable(file.path())) {
          throw new CameraException(file.path() + " is not there or may not be read", true);
        }
        yield new DecodedFeed(guarded(decoders, camera), file);
      }
      case Source.Rtsp rtsp -> new DecodedFeed(guarded(decoders, camera), rtsp);
      case Source.Http http -> new HttpFeed(decoders, camera, http);
      case Source.Simulated sim ->
          new DecodedFeed(decoders.simulated().start(decoders.ffmpeg(), camera, sim, epoch), sim);
      case Source.Sent _, Source.SentText _ ->
          throw new IllegalStateException(camera.source() + " is not opened");
    };
  }

  private static Child guarded(Decoders decoders, CameraSettings camera) throws IOException {
    var recipe = Recipe.of(camera);
    return GuardedChild.start(decoders.ffmpeg().command(recipe.arguments()), recipe.said());
  }

  /** The arguments with which ffmpeg decodes a simulated camera from its standard input. */
  public static List<String> arguments(CameraSettings camera) throws CameraException {
    return Recipe.of(camera).arguments();
  }

  private Decoder(CameraSettings camera, InstantSource clock, Feed feed, Instant epoch) {
    this.camera = camera;
    this.waits = Waits.of(camera);
    this.clock = clock;
    this.feed = feed;
    this.firstAt = camera.source() instanceof Source.Simulated ? epoch : null;
    this.deadlineNanos = System.nanoTime() + waits.first().toNanos();
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
      var decoded = feed.next();
      if (decoded == null) {
        return atEnd(null);
      }
      grant(waits.next());
      return frame(decoded);
    } catch (IOException e) {
      return atEnd(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CameraException("it was stopped", true, e);
    }
  }

  private Frame frame(Decoded decoded) throws CameraException {
    var now = System.nanoTime();
    if (!decoded.damaged()) {
      wholeNanos = now;
    } else if (Recipe.isLive(camera) && now - wholeNanos > DAMAGED_MAX.toNanos()) {
      throw new CameraException(
          "its frames are damaged for %d s: it is called anew".formatted(DAMAGED_MAX.toSeconds()),
          true);
    }
    return new Frame(
        number,
        timeOf(number++),
        decoded.width(),
        decoded.height(),
        decoded.planes(),
        decoded.damaged() ? Frame.Evidence.DAMAGED : Frame.Evidence.WHOLE);
  }

  /** How the images come, such as {@code h264 (High), yuv420p, 25 fps}; empty if unknown. */
  String kind() {
    return feed.kind();
  }

  /** Stops the watchdog while the caller is busy with other things than waiting for a frame. */
  public void pause() {
    grant(Duration.ofDays(365));
  }

  /** Starts the watchdog again after {@link #pause}. */
  public void goOn() {
    grant(waits.next());
  }

  /** Ends it, and every process that it started. */
  @Override
  public void close() {
    watchdog.interrupt();
    feed.close();
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
    var said = feed.lastWords();
    var killed = killedBecause.get();
    if (killed != null) {
      throw new CameraException(killed + (said.isEmpty() ? "" : ": " + said), true);
    }
    if (problem == null && number > 0) {
      if (isPlayedOnce()) {
        return null;
      }
      throw new CameraException("the stream ended" + (said.isEmpty() ? "" : ": " + said), true);
    }
    if (problem instanceof CameraException exception && said.isEmpty()) {
      throw exception;
    }
    var otherwise = problem == null ? "no frame came" : "the connection broke";
    throw new CameraException(said.isEmpty() ? otherwise : said, true);
  }

  private boolean isPlayedOnce() {
    return camera.source() instanceof Source.VideoFile && !camera.loop();
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
        waited = isOpening ? waits.first() : waits.next();
      }
    } catch (InterruptedException e) {
      return;
    }
    killedBecause.set("no frame for %.1f s".formatted(waited.toMillis() / 1e3));
    feed.close();
  }

  private long left() {
    return deadlineNanos - System.nanoTime();
  }
}
