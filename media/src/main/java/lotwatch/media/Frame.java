package lotwatch.media;

import java.time.Instant;

/**
 * One image of a camera, planar 8-bit YUV 4:2:0 as decoders give it, so that only the pixels that
 * are looked at are ever converted.
 *
 * <p>Limited range, ITU-R BT.601: luma 16 is black and 235 white, chroma is centred on 128.
 *
 * @param number counts up from 0 per camera start
 * @param at when the frame arrived (live) or was due (file at its own pace)
 * @param width in pixels
 * @param height in pixels
 * @param planes {@code width * height} luma bytes row by row from the top left, then Cb, then Cr,
 *     each {@code ceil(width / 2) * ceil(height / 2)} bytes; never written to after construction
 * @param evidence what it is worth as evidence of what the camera sees
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never written: copying 3 MB a frame is not free
public record Frame(
    long number, Instant at, int width, int height, byte[] planes, Evidence evidence) {
  /** What a frame is worth as evidence of what its camera sees. */
  public enum Evidence {
    /** It shows what the camera sees. */
    WHOLE,
    /** Parts of it were lost on their way, or of a frame that it builds upon. */
    DAMAGED,
    /** It is the same, byte by byte, as those before it for too long. */
    FROZEN
  }

  /** One that is whole. */
  public Frame(long number, Instant at, int width, int height, byte[] planes) {
    this(number, at, width, height, planes, Evidence.WHOLE);
  }

  public Frame {
    if (planes.length != bytes(width, height)) {
      throw new IllegalArgumentException(
          "%d bytes are not a frame of %d x %d".formatted(planes.length, width, height));
    }
  }

  /** How many bytes an image of this size takes. */
  public static int bytes(int width, int height) {
    return width * height + 2 * chroma(width) * chroma(height);
  }

  /** How many chroma samples stand for {@code length} luma samples in a row or column. */
  public static int chroma(int length) {
    return (length + 1) / 2;
  }
}
