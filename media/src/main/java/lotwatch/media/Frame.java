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
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never written: copying 3 MB a frame is not free
public record Frame(long number, Instant at, int width, int height, byte[] planes) {
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
