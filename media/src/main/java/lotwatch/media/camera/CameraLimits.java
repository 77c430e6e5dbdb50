package lotwatch.media.camera;

import static lotwatch.wire.settings.Section.HOUR_MAX;
import static lotwatch.wire.settings.Section.WAIT_MIN;

import java.time.Duration;
import lotwatch.wire.settings.Section;

/**
 * How long a camera may keep us waiting, and how hard it may make us work.
 *
 * @param openMax from starting to decode to the first frame
 * @param stallMax from one frame to the next, on top of the period that was asked for
 * @param backOffMin the wait before the first new try; each further one doubles it
 * @param backOffMax the longest wait before a new try
 * @param threadsMax decoding threads of one camera
 */
public record CameraLimits(
    Duration openMax, Duration stallMax, Duration backOffMin, Duration backOffMax, int threadsMax) {
  /** 20 s to open, 10 s without a frame, 0.5 s to 30 s between tries, one thread. */
  public static final CameraLimits DEFAULT =
      new CameraLimits(
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          1);

  static CameraLimits read(Section video) {
    var open = video.seconds("open-max", DEFAULT.openMax, WAIT_MIN, HOUR_MAX);
    var stall = video.seconds("stall-max", DEFAULT.stallMax, WAIT_MIN, HOUR_MAX);
    var first = video.seconds("back-off-min", DEFAULT.backOffMin, WAIT_MIN, HOUR_MAX);
    var last = video.seconds("back-off-max", DEFAULT.backOffMax, WAIT_MIN, HOUR_MAX);
    if (first.compareTo(last) > 0) {
      video.problem("back-off-min", "is longer than video.back-off-max");
      first = last;
    }
    return new CameraLimits(open, stall, first, last, DEFAULT.threadsMax);
  }

  public CameraLimits {
    positive("openMax", openMax);
    positive("stallMax", stallMax);
    positive("backOffMin", backOffMin);
    positive("backOffMax", backOffMax);
    if (backOffMin.compareTo(backOffMax) > 0) {
      throw new IllegalArgumentException("backOffMin is longer than backOffMax");
    }
    if (threadsMax < 1 || threadsMax > 64) {
      throw new IllegalArgumentException("threadsMax is 1 to 64, not " + threadsMax);
    }
  }

  private static void positive(String name, Duration value) {
    if (value.toMillis() < 1 || value.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(name + " is 1 ms to 1 h, not " + value);
    }
  }
}
