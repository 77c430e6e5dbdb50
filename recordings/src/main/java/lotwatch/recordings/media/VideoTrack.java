package lotwatch.recordings.media;

import java.util.Optional;

/**
 * The track of video that is worked on.
 *
 * @param index of its stream in the file
 * @param codec in ffmpeg's words, such as {@code h264}
 * @param width of the stored frames in pixels, before a player turns them
 * @param height of the stored frames
 * @param pixelFormat in ffmpeg's words, such as {@code yuv420p10le}
 * @param isInterlaced whether the file says that its frames are two fields each
 * @param timeBase the length of a tick of its timestamps, in seconds
 * @param rate frames per second on average; empty if unknown
 * @param turn how players turn it
 * @param colour what its numbers mean
 */
public record VideoTrack(
    int index,
    String codec,
    int width,
    int height,
    String pixelFormat,
    boolean isInterlaced,
    Ratio timeBase,
    Optional<Ratio> rate,
    Turn turn,
    Colour colour) {
  /** Whether a sample has more than 8 bits. */
  boolean isDeep() {
    return pixelFormat.matches(".*(?:9|10|12|14|16)(?:le|be)$");
  }
}
