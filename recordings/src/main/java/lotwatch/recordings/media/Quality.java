package lotwatch.recordings.media;

/** How good the video of a result is, or how large. */
public sealed interface Quality {
  /** What is usual for its codec. */
  record Usual() implements Quality {}

  /**
   * The same quality throughout.
   *
   * @param crf on the codec's scale: 0 is the best
   */
  record Constant(int crf) implements Quality {}

  /** So many bits per second on average in each piece. */
  record BitRate(long bitsPerSecond) implements Quality {}
}
