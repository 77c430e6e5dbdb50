package lotwatch.media.camera;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a camera does.
 *
 * @param phase what it is doing
 * @param since since when
 * @param reason why it gives no frames, or what is wrong with those that it gives; else empty
 * @param nextTry when it is tried again, if it is waiting for that
 * @param frames how many it gave since it was added
 * @param restarts how often its decoder was started again
 * @param lastFrameAt when the last frame came, if one did
 */
public record CameraState(
    Phase phase,
    Instant since,
    String reason,
    Optional<Instant> nextTry,
    long frames,
    long restarts,
    Optional<Instant> lastFrameAt) {

  /** What a camera is doing: STARTING, then LIVE, then RETRYING and STARTING again, or ENDED. */
  public enum Phase {
    /** Its decoder runs; the first frame has not come. */
    STARTING,
    /** Frames come. */
    LIVE,
    /** It failed or stalled and will be tried again; or its sender is silent. */
    RETRYING,
    /** A file that is played once has been played, or the camera was taken away. */
    ENDED
  }

  static CameraState starting(Instant now) {
    return new CameraState(Phase.STARTING, now, "", Optional.empty(), 0, 0, Optional.empty());
  }

  /** How old its last frame is; empty if there was none. */
  public Optional<Duration> lastFrameAge(Instant now) {
    return lastFrameAt.map(at -> Duration.between(at, now));
  }

  /** The same, and what is wrong with its frames if they come; empty if nothing is. */
  public CameraState although(String wrong) {
    return phase == Phase.LIVE
        ? new CameraState(phase, since, wrong, nextTry, frames, restarts, lastFrameAt)
        : this;
  }

  CameraState frame(Instant now) {
    var start = phase == Phase.LIVE ? since : now;
    return new CameraState(
        Phase.LIVE, start, "", Optional.empty(), frames + 1, restarts, Optional.of(now));
  }

  CameraState retrying(String why, Instant now, Duration wait) {
    return new CameraState(
        Phase.RETRYING, now, why, Optional.of(now.plus(wait)), frames, restarts, lastFrameAt);
  }

  /** Of a camera whose images are sent, before the first. */
  CameraState waiting(String why) {
    return new CameraState(phase, since, why, nextTry, frames, restarts, lastFrameAt);
  }

  /** Of a camera whose images are sent, when none comes any more. */
  CameraState silent(String why) {
    var last = lastFrameAt.orElse(since);
    return new CameraState(
        Phase.RETRYING, last, why, Optional.empty(), frames, restarts, lastFrameAt);
  }

  CameraState restarted(Instant now) {
    return new CameraState(
        Phase.STARTING, now, reason, Optional.empty(), frames, restarts + 1, lastFrameAt);
  }

  CameraState ended(Instant now) {
    return new CameraState(Phase.ENDED, now, "", Optional.empty(), frames, restarts, lastFrameAt);
  }
}
