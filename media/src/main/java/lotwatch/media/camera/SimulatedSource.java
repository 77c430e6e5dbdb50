package lotwatch.media.camera;

import java.io.IOException;
import java.time.Instant;
import lotwatch.ffmpeg.Ffmpeg;

/** What plays the cameras whose source is {@code sim:NAME}: this module can draw nothing itself. */
@FunctionalInterface
public interface SimulatedSource {
  /** Plays none. */
  SimulatedSource NONE =
      (_, _, source, _) -> {
        throw new CameraException(source + " cannot be played: nothing here simulates", false);
      };

  /**
   * Starts to play one.
   *
   * @param epoch second 0 of what is simulated
   * @return writes the frames that the arguments of {@link Decoder#arguments} ask for
   * @throws CameraException if there is no such camera
   * @throws IOException if ffmpeg does not start
   */
  Child start(Ffmpeg ffmpeg, CameraSettings settings, Source.Simulated source, Instant epoch)
      throws IOException;
}
