package lotwatch.media.camera;

/**
 * What decodes cameras.
 *
 * @param ffmpeg decodes all of them
 * @param simulated plays those that are simulated
 */
public record Decoders(Ffmpeg ffmpeg, SimulatedSource simulated) {
  /** Those of real cameras only. */
  public static Decoders of(Ffmpeg ffmpeg) {
    return new Decoders(ffmpeg, SimulatedSource.NONE);
  }
}
