package lotwatch.media.camera;

import java.time.Duration;

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
