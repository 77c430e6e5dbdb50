package lotwatch.media.camera;

import static java.lang.System.Logger.Level.INFO;

import java.time.Duration;
import java.time.InstantSource;
import lotwatch.media.Frame;

/**
 * A camera whose images somebody sends: there is nothing to start and to watch over but the
 * sender's silence.
 */
public final class SentCamera implements Playing {
  private static final System.Logger LOG = System.getLogger("lotwatch.media");

  private final CameraSettings settings;
  private final Sink sink;
  private final InstantSource clock;

  /** Guarded by this. */
  private CameraState state;

  /** Guarded by this. */
  private long nextNumber;

  /** Where its frames go. */
  @FunctionalInterface
  public interface Sink {
    /** Takes a frame, without a wait; says whether it did. */
    boolean take(Frame frame);
  }

  /**
   * A camera that waits for its first image.
   *
   * @param sink is given its frames, numbered from 0
   * @param clock tells when they arrive
   */
  public SentCamera(CameraSettings settings, Sink sink, InstantSource clock) {
    this.settings = settings;
    this.sink = sink;
    this.clock = clock;
    this.state = CameraState.starting(clock.instant());
  }

  /**
   * Takes an image that came.
   *
   * @return whether it is on its way to be looked at; not if the camera is closed
   */
  public synchronized boolean take(Still image) {
    if (state.phase() == CameraState.Phase.ENDED) {
      return false;
    }
    var now = clock.instant();
    if (!sink.take(image.frame(nextNumber, now))) {
      return false;
    }
    nextNumber++;
    if (state.phase() != CameraState.Phase.LIVE) {
      LOG.log(INFO, "Camera {0} is live: {1} x {2}", settings.id(), image.width(), image.height());
    }
    state = state.frame(now);
    return true;
  }

  @Override
  public CameraSettings settings() {
    return settings;
  }

  /** Its sender's silence shows when somebody asks. */
  @Override
  public synchronized CameraState state() {
    var now = clock.instant();
    return switch (state.phase()) {
      case STARTING -> {
        var silent = Duration.between(state.since(), now);
        yield silent.compareTo(Waits.of(settings).first()) > 0
            ? state.waiting("nobody has sent an image yet, for " + seconds(silent))
            : state;
      }
      case LIVE -> {
        var silent = state.lastFrameAge(now).orElse(Duration.ZERO);
        yield silent.compareTo(Waits.of(settings).next()) > 0
            ? state.silent("its sender has sent nothing for " + seconds(silent))
            : state;
      }
      case RETRYING, ENDED -> state;
    };
  }

  private static String seconds(Duration time) {
    return time.toSeconds() + " s";
  }

  /** Takes no more. */
  @Override
  public synchronized void close() {
    state = state.ended(clock.instant());
  }
}
