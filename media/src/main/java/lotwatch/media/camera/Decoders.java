package lotwatch.media.camera;

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

  /** The ffmpeg, see {@link FfmpegSearch#ffmpeg}. */
  Ffmpeg ffmpeg() throws CameraException {
    return search.ffmpeg();
  }
}
