package lotwatch.media.camera;

import java.nio.file.Path;
import java.util.Optional;
import lotwatch.wire.settings.Section;

/**
 * What all cameras of a node share.
 *
 * @param ffmpeg the configured program; empty to look for one
 * @param workers threads that look at frames
 * @param fps frames looked at per second and camera, unless the camera says otherwise
 * @param widthMax frames wider or higher than so many pixels are scaled down
 * @param limits how long a camera may keep us waiting
 */
public record VideoSettings(
    Optional<Path> ffmpeg, int workers, double fps, int widthMax, CameraLimits limits) {
  /** Threads that look at frames. */
  public static final int WORKERS_MAX = 256;

  /** Reads the section {@code video}. */
  public static VideoSettings read(Section video) {
    var ffmpeg = video.path("ffmpeg", "");
    return new VideoSettings(
        ffmpeg.toString().isBlank() ? Optional.empty() : Optional.of(ffmpeg),
        video.integer("workers", 1, 1, WORKERS_MAX),
        video.number("fps", 1.0, CameraSettings.FPS_MIN, CameraSettings.FPS_MAX),
        video.integer("width-max", 1_920, CameraSettings.WIDTH_MIN, CameraSettings.WIDTH_LIMIT),
        CameraLimits.read(video));
  }
}
