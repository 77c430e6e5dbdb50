package lotwatch.media.camera;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * One camera as an operator describes it.
 *
 * @param id 1 to 64 letters, digits, {@code . _ -}, beginning with a letter or digit
 * @param source where its images come from
 * @param framesPerSecond how many images per second are looked at, {@value #FPS_MIN} to {@value
 *     #FPS_MAX}
 * @param loop for files: true to begin again at the end, for ever
 * @param pace how fast a file runs
 * @param widthMax images are scaled down, keeping their shape, until neither side is longer than
 *     this many pixels; 16 to 7680
 * @param limits how long it may keep us waiting
 */
public record CameraSettings(
    String id,
    Source source,
    double framesPerSecond,
    boolean loop,
    Pace pace,
    int widthMax,
    CameraLimits limits) {
  /** One image in 100 s. */
  public static final double FPS_MIN = 0.01;

  /** More than that no parking spot changes. */
  public static final double FPS_MAX = 60;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** How fast a file or a simulated camera runs. */
  public enum Pace {
    /** As fast as the world it shows: a minute of video takes a minute. */
    OWN,
    /** As fast as frames are taken, and every frame is. */
    FAST
  }

  public CameraSettings {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "a camera's id has 1 to 64 letters, digits, '.', '_', '-', a letter or digit first");
    }
    if (!(framesPerSecond >= FPS_MIN && framesPerSecond <= FPS_MAX)) {
      throw new IllegalArgumentException(
          "framesPerSecond is %s to %s, not %s".formatted(FPS_MIN, FPS_MAX, framesPerSecond));
    }
    if (widthMax < 16 || widthMax > 7_680) {
      throw new IllegalArgumentException("widthMax is 16 to 7680 pixels, not " + widthMax);
    }
  }

  /** One frame per second, files looped at their own pace, at most 1920 pixels wide. */
  public static CameraSettings of(String id, Source source) {
    return new CameraSettings(id, source, 1.0, true, Pace.OWN, 1_920, CameraLimits.DEFAULT);
  }

  /** How long it is from one image that is looked at to the next. */
  public Duration period() {
    return Duration.ofNanos(Math.round(1e9 / framesPerSecond));
  }

  /** The same camera, looked at so often. */
  public CameraSettings withFramesPerSecond(double fps) {
    return new CameraSettings(id, source, fps, loop, pace, widthMax, limits);
  }

  /** The same camera, its file played once. */
  public CameraSettings once() {
    return new CameraSettings(id, source, framesPerSecond, false, pace, widthMax, limits);
  }

  /** The same camera at this pace. */
  public CameraSettings withPace(Pace other) {
    return new CameraSettings(id, source, framesPerSecond, loop, other, widthMax, limits);
  }

  /** The same camera with these limits. */
  public CameraSettings withLimits(CameraLimits other) {
    return new CameraSettings(id, source, framesPerSecond, loop, pace, widthMax, other);
  }

  /** The same camera, its images at most so many pixels wide and high. */
  public CameraSettings withWidthMax(int pixels) {
    return new CameraSettings(id, source, framesPerSecond, loop, pace, pixels, limits);
  }
}
