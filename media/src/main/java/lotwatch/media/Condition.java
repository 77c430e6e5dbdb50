package lotwatch.media;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import lotwatch.media.Frame.Evidence;
import lotwatch.media.camera.CameraSettings;
import lotwatch.media.camera.Source;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the frames of a camera that gives them. A sensor has noise, so a camera whose
 * frames are the same, byte by byte, for {@link #STILL_TIME_MIN} shows something that is over.
 *
 * <p>One thread at a time asks {@link #of}; anybody may ask {@link #reason}.
 */
final class Condition {
  /** So long the same image comes before its camera counts as frozen. */
  static final Duration STILL_TIME_MIN = Duration.ofSeconds(60);

  /** And so often: whoever sends one image a few times by hand is no frozen camera. */
  static final int STILL_FRAMES_MIN = 10;

  /** What was wrong counts as over when nothing was for so long. */
  static final Duration OVER_AFTER = Duration.ofSeconds(60);

  private static final System.Logger LOG = System.getLogger("lotwatch.media");

  private final String camera;
  private final boolean mayFreeze;
  private byte @Nullable [] still;
  private Instant stillSince = Instant.EPOCH;
  private int stillFrames;
  private Evidence told = Evidence.WHOLE;
  private Instant wrongAt = Instant.EPOCH;
  private volatile String reason = "";

  Condition(CameraSettings settings) {
    this.camera = settings.id();
    this.mayFreeze =
        switch (settings.source()) {
          case Source.Rtsp _, Source.Http _, Source.Sent _ -> true;
          // A clip may show a still as long as it likes, and nobody takes it for what is now.
          case Source.VideoFile _, Source.Simulated _, Source.SentText _ -> false;
        };
  }

  /** What a frame is worth, in view of those before it. */
  Evidence of(Frame frame) {
    var since = stillSince(frame);
    var isFrozen =
        mayFreeze
            && stillFrames >= STILL_FRAMES_MIN
            && Duration.between(since, frame.at()).compareTo(STILL_TIME_MIN) >= 0;
    var evidence = isFrozen ? Evidence.FROZEN : frame.evidence();
    reason =
        switch (evidence) {
          case WHOLE -> "";
          case DAMAGED -> "its frames are damaged: parts of them are lost on their way";
          case FROZEN -> "its image has stood still since %s".formatted(since);
        };
    tell(evidence, frame.at());
    return evidence;
  }

  /** Since when frames are the same as this one. */
  private Instant stillSince(Frame frame) {
    if (!mayFreeze || still == null || !Arrays.equals(still, frame.planes())) {
      still = mayFreeze ? frame.planes() : null;
      stillSince = frame.at();
      stillFrames = 0;
    }
    stillFrames++;
    return stillSince;
  }

  /** One line when it begins and one when it is over, however often it comes and goes between. */
  private void tell(Evidence evidence, Instant at) {
    if (evidence == Evidence.WHOLE) {
      if (told != Evidence.WHOLE && Duration.between(wrongAt, at).compareTo(OVER_AFTER) >= 0) {
        LOG.log(INFO, "Camera {0}: its frames are as they should be again", camera);
        told = Evidence.WHOLE;
      }
      return;
    }
    wrongAt = at;
    if (evidence != told) {
      LOG.log(WARNING, "Camera {0}: {1}; its spots turn unknown", camera, reason);
      told = evidence;
    }
  }

  /** What is wrong, for people; empty if nothing is. */
  String reason() {
    return reason;
  }
}
