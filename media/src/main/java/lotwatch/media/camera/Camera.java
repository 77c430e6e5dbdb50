package lotwatch.media.camera;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import lotwatch.media.Frame;
import org.jspecify.annotations.Nullable;

/**
 * One camera that is kept going: its decoder is started, watched, and started again with growing
 * pauses when it ends for any reason but the end of a file that is played once.
 */
public final class Camera implements Playing {
  private static final System.Logger LOG = System.getLogger("lotwatch.media");

  /** Who is given the frames. A camera of pace FAST waits for it, another one must not. */
  @FunctionalInterface
  public interface Sink {
    /** Takes one frame, perhaps after a wait. */
    void take(Frame frame) throws InterruptedException;
  }

  private final Decoders decoders;
  private final CameraSettings settings;
  private final Sink sink;
  private final InstantSource clock;
  private final Instant epoch;
  private final Thread thread;
  private final Object lock = new Object();

  private volatile CameraState state;

  /** Guarded by lock. */
  private @Nullable Decoder decoder;

  /** Guarded by lock. */
  private boolean closed;

  private long nextNumber;

  /**
   * A camera that is not started.
   *
   * @param sink is given its frames, numbered from 0 without a gap
   * @param clock tells when frames arrive
   * @param epoch second 0 of what a simulated camera shows
   */
  public Camera(
      Decoders decoders, CameraSettings settings, Sink sink, InstantSource clock, Instant epoch) {
    this.decoders = decoders;
    this.settings = settings;
    this.sink = sink;
    this.clock = clock;
    this.epoch = epoch;
    this.state = CameraState.starting(clock.instant());
    this.thread = Thread.ofPlatform().daemon().name("camera-" + settings.id()).unstarted(this::run);
  }

  /** Starts it, once. */
  public void start() {
    thread.start();
  }

  @Override
  public CameraSettings settings() {
    return settings;
  }

  @Override
  public CameraState state() {
    return state;
  }

  /** Stops it and its decoder, and waits until both are gone. */
  @Override
  public void close() {
    Decoder running;
    synchronized (lock) {
      closed = true;
      running = decoder;
    }
    if (running != null) {
      running.close();
    }
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    var wait = settings.limits().backOffMin();
    try {
      while (!closed()) {
        var framesBefore = state.frames();
        try {
          playOnce();
          break;
        } catch (CameraException e) {
          if (closed()) {
            break;
          }
          wait = state.frames() > framesBefore ? settings.limits().backOffMin() : wait;
          wait = e.worthRetrying() ? wait : settings.limits().backOffMax();
          failed(e.getMessage(), wait);
          Thread.sleep(wait);
          wait = longer(wait);
          state = state.restarted(clock.instant());
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
    state = state.ended(clock.instant());
  }

  private void failed(@Nullable String why, Duration wait) {
    var reason = why == null ? "unknown" : why;
    if (!reason.equals(state.reason())) {
      LOG.log(
          WARNING,
          "Camera {0} ({1}): {2}; next try in {3} ms",
          settings.id(),
          settings.source(),
          reason,
          wait.toMillis());
    }
    state = state.retrying(reason, clock.instant(), wait);
  }

  private Duration longer(Duration wait) {
    var twice = wait.multipliedBy(2);
    var longest = settings.limits().backOffMax();
    return twice.compareTo(longest) < 0 ? twice : longest;
  }

  /** Returns at the end of a file that is played once. */
  private void playOnce() throws CameraException, InterruptedException {
    try (var run = Decoder.start(decoders, settings, clock, epoch)) {
      synchronized (lock) {
        if (closed) {
          return;
        }
        decoder = run;
      }
      for (var frame = run.next(); frame != null; frame = run.next()) {
        if (state.phase() != CameraState.Phase.LIVE) {
          LOG.log(
              INFO, "Camera {0} is live: {1} x {2}", settings.id(), frame.width(), frame.height());
        }
        state = state.frame(clock.instant());
        run.pause();
        sink.take(numbered(frame));
        run.goOn();
      }
    } finally {
      synchronized (lock) {
        decoder = null;
      }
    }
  }

  private Frame numbered(Frame frame) {
    return new Frame(
        nextNumber++, frame.at(), frame.width(), frame.height(), frame.planes(), frame.evidence());
  }

  private boolean closed() {
    synchronized (lock) {
      return closed;
    }
  }
}
