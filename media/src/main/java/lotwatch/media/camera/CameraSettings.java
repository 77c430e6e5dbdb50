package lotwatch.media.camera;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One camera as an operator describes it.
 *
 * @param id 1 to 64 letters, digits, {@code . _ -}, beginning with a letter or digit
 * @param source where its images come from
 * @param playback how often it is looked at, and how a file runs
 * @param widthMax images are scaled down, keeping their shape, until neither side is longer than
 *     this many pixels; {@value #WIDTH_MIN} to {@value #WIDTH_LIMIT}
 * @param limits how long it may keep us waiting
 * @param kept whether what it sends is recorded, and for how long that is kept
 */
public record CameraSettings(
    String id,
    Source source,
    Playback playback,
    int widthMax,
    CameraLimits limits,
    KeptVideo kept) {
  /** One image in 100 s. */
  public static final double FPS_MIN = 0.01;

  /** More than that no parking spot changes. */
  public static final double FPS_MAX = 60;

  /** The least that {@link #widthMax} may be. */
  public static final int WIDTH_MIN = 16;

  /** The most that {@link #widthMax} may be. */
  public static final int WIDTH_LIMIT = 7_680;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** How fast a file or a simulated camera runs. */
  public enum Pace {
    /** As fast as the world it shows: a minute of video takes a minute. */
    OWN,
    /** As fast as frames are taken, and every frame is. */
    FAST
  }

  /**
   * How a camera is looked at.
   *
   * @param framesPerSecond how many images per second are looked at, {@value #FPS_MIN} to {@value
   *     #FPS_MAX}
   * @param loop for files: true to begin again at the end, for ever
   * @param pace how fast a file runs
   */
  public record Playback(double framesPerSecond, boolean loop, Pace pace) {
    /** One frame per second, files looped at their own pace. */
    public static final Playback DEFAULT = new Playback(1.0, true, Pace.OWN);

    public Playback {
      if (!(framesPerSecond >= FPS_MIN && framesPerSecond <= FPS_MAX)) {
        throw new IllegalArgumentException(
            "framesPerSecond is %s to %s, not %s".formatted(FPS_MIN, FPS_MAX, framesPerSecond));
      }
    }
  }

  public CameraSettings {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "a camera's id has 1 to 64 letters, digits, '.', '_', '-', a letter or digit first");
    }
    if (widthMax < WIDTH_MIN || widthMax > WIDTH_LIMIT) {
      throw new IllegalArgumentException(
          "widthMax is %d to %d pixels, not %d".formatted(WIDTH_MIN, WIDTH_LIMIT, widthMax));
    }
  }

  /** One that is not recorded. */
  public CameraSettings(
      String id, Source source, Playback playback, int widthMax, CameraLimits limits) {
    this(id, source, playback, widthMax, limits, KeptVideo.NONE);
  }

  /** One frame per second, files looped at their own pace, at most 1920 pixels wide. */
  public static CameraSettings of(String id, Source source) {
    return new CameraSettings(id, source, Playback.DEFAULT, 1_920, CameraLimits.DEFAULT);
  }

  /** How many images per second are looked at. */
  public double framesPerSecond() {
    return playback.framesPerSecond;
  }

  /** Whether a file begins again at its end. */
  public boolean loop() {
    return playback.loop;
  }

  /** How fast a file runs. */
  public Pace pace() {
    return playback.pace;
  }

  /** How long it is from one image that is looked at to the next. */
  public Duration period() {
    return Duration.ofNanos(Math.round(1e9 / framesPerSecond()));
  }

  /**
   * How long it is from one image that comes to the next: the period, or how often it is polled.
   */
  public Duration pause() {
    var polled = source instanceof Source.Http http ? http.poll() : Optional.<Duration>empty();
    return polled.filter(poll -> poll.compareTo(period()) > 0).orElse(period());
  }

  /** The same camera, looked at so often. */
  public CameraSettings withFramesPerSecond(double fps) {
    return played(new Playback(fps, loop(), pace()));
  }

  /** The same camera, its file played once. */
  public CameraSettings once() {
    return played(new Playback(framesPerSecond(), false, pace()));
  }

  /** The same camera at this pace. */
  public CameraSettings withPace(Pace other) {
    return played(new Playback(framesPerSecond(), loop(), other));
  }

  private CameraSettings played(Playback other) {
    return new CameraSettings(id, source, other, widthMax, limits, kept);
  }

  /** The same camera with these limits. */
  public CameraSettings withLimits(CameraLimits other) {
    return new CameraSettings(id, source, playback, widthMax, other, kept);
  }

  /** The same camera, its images at most so many pixels wide and high. */
  public CameraSettings withWidthMax(int pixels) {
    return new CameraSettings(id, source, playback, pixels, limits, kept);
  }

  /** The same camera, recorded so. */
  public CameraSettings withKept(KeptVideo other) {
    return new CameraSettings(id, source, playback, widthMax, limits, other);
  }
}
