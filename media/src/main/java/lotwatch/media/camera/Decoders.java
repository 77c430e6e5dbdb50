package lotwatch.media.camera;

import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.ffmpeg.FfmpegException;
import lotwatch.ffmpeg.FfmpegSearch;

/**
 * What decodes cameras.
 *
 * @param search finds the ffmpeg that decodes all of them
 * @param simulated plays those that are simulated
 */
public record Decoders(FfmpegSearch search, SimulatedSource simulated) {
  /** Those of real cameras only. */
  public static Decoders of(Ffmpeg ffmpeg) {
    return new Decoders(new FfmpegSearch(ffmpeg), SimulatedSource.NONE);
  }

  /**
   * The ffmpeg, see {@link FfmpegSearch#ffmpeg}.
   *
   * @throws CameraException if none starts
   */
  Ffmpeg ffmpeg() throws CameraException {
    try {
      return search.ffmpeg();
    } catch (FfmpegException e) {
      throw new CameraException(String.valueOf(e.getMessage()), false, e);
    }
  }
}
