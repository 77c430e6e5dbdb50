package lotwatch.media.camera;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.image.BufferedImage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * How a JPEG is to be turned before people look at it: cameras and telephones write what the sensor
 * saw, and beside it how it was held.
 *
 * @see <a href="https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E">Exif
 *     3.0, 4.6.5, tag Orientation</a>
 */
enum Orientation {
  UPRIGHT(1, false),
  MIRRORED(2, false),
  UPSIDE_DOWN(3, false),
  UPSIDE_DOWN_MIRRORED(4, false),
  TRANSPOSED(5, true),
  TURNED_LEFT(6, true),
  TRANSVERSE(7, true),
  TURNED_RIGHT(8, true);

  private static final int START_OF_SCAN = 0xda;
  private static final int APPLICATION_1 = 0xe1;
  private static final byte[] EXIF = "Exif\0\0".getBytes(US_ASCII);
  private static final short TAG = 0x0112;
  private static final int ENTRY_BYTES = 12;

  private final int value;

  /** Whether width and height change places. */
  private final boolean lies;

  Orientation(int value, boolean lies) {
    this.value = value;
    this.lies = lies;
  }

  /** That of a file; upright where it says none that there is. */
  static Orientation of(byte[] jpeg) {
    try {
      var in = ByteBuffer.wrap(jpeg).position(2);
      while (in.remaining() > 4 && in.get() == (byte) 0xff) {
        int marker = in.get() & 0xff;
        int length = in.getShort() & 0xffff;
        if (marker == START_OF_SCAN || length < 2) {
          break;
        }
        var segment = in.slice(in.position(), length - 2);
        if (marker == APPLICATION_1 && begins(segment)) {
          return ofTiff(segment.slice(EXIF.length, segment.capacity() - EXIF.length));
        }
        in.position(in.position() + length - 2);
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException _) {
      // it is damaged there, which is not where the image is
    }
    return UPRIGHT;
  }

  private static boolean begins(ByteBuffer segment) {
    return segment.capacity() > EXIF.length
        && segment.slice(0, EXIF.length).equals(ByteBuffer.wrap(EXIF));
  }

  /** Looks into the first directory, where it has to be. */
  private static Orientation ofTiff(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + i * ENTRY_BYTES;
      if (tiff.getShort(entry) == TAG) {
        int value = tiff.getShort(entry + 8);
        return Arrays.stream(values())
            .filter(each -> each.value == value)
            .findAny()
            .orElse(UPRIGHT);
      }
    }
    return UPRIGHT;
  }

  /** The image as people see it. */
  BufferedImage applied(BufferedImage image) {
    if (this == UPRIGHT) {
      return image;
    }
    int w = image.getWidth();
    int h = image.getHeight();
    var turned = new BufferedImage(lies ? h : w, lies ? w : h, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < turned.getHeight(); y++) {
      for (int x = 0; x < turned.getWidth(); x++) {
        turned.setRGB(
            x,
            y,
            switch (this) {
              case UPRIGHT -> image.getRGB(x, y);
              case MIRRORED -> image.getRGB(w - 1 - x, y);
              case UPSIDE_DOWN -> image.getRGB(w - 1 - x, h - 1 - y);
              case UPSIDE_DOWN_MIRRORED -> image.getRGB(x, h - 1 - y);
              case TRANSPOSED -> image.getRGB(y, x);
              case TURNED_LEFT -> image.getRGB(y, h - 1 - x);
              case TRANSVERSE -> image.getRGB(w - 1 - y, h - 1 - x);
              case TURNED_RIGHT -> image.getRGB(w - 1 - y, x);
            });
      }
    }
    return turned;
  }
}
