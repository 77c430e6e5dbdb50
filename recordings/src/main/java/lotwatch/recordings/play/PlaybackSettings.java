package lotwatch.recordings.play;

import lotwatch.wire.settings.Section;

/**
 * How much of the disk is for what is made of videos for players, beside the videos themselves.
 *
 * @param bytesMax of all of them; those that nobody played for longest go first
 */
public record PlaybackSettings(long bytesMax) {
  /** Four GiB: some hours of small video. */
  public static final PlaybackSettings DEFAULT = new PlaybackSettings(4L << 30);

  private static final int MEBIBYTE_BITS = 20;
  private static final int MEBIBYTES_MAX = 1 << 30;

  /**
   * Reads {@code hls-max}, in MiB.
   *
   * @param recordings the section of that name
   */
  public static PlaybackSettings read(Section recordings) {
    int sane = Math.toIntExact(DEFAULT.bytesMax >> MEBIBYTE_BITS);
    return new PlaybackSettings(
        (long) recordings.integer("hls-max", sane, 1, MEBIBYTES_MAX) << MEBIBYTE_BITS);
  }
}
