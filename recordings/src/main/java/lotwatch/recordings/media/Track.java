package lotwatch.recordings.media;

/**
 * A track of sound or of subtitles.
 *
 * @param index of its stream in the file
 * @param kind what it is
 * @param codec in ffmpeg's words, such as {@code aac}
 * @param channels of sound; 0 for subtitles
 * @param language three letters; empty if the file does not say
 * @param span when it is, as far as its packets say
 */
public record Track(int index, Kind kind, String codec, int channels, String language, Span span) {
  /** What a track is. */
  public enum Kind {
    AUDIO,
    SUBTITLE
  }

  /**
   * Where the packets of a track are, on the file's clock, in microseconds.
   *
   * @param fromMicros when the first one starts
   * @param toMicros when the last one ends
   * @param packetMicros how long the longest is
   */
  public record Span(long fromMicros, long toMicros, long packetMicros) {
    /** Of a track without packets. */
    static final Span NONE = new Span(0, 0, 0);
  }
}
