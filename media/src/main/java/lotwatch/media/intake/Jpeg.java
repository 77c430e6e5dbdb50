package lotwatch.media.intake;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Semaphore;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import lotwatch.media.Frame;

/**
 * One camera's newest frame as a JPEG, made when somebody asks and kept until a newer frame is
 * asked for: a camera that nobody watches costs nothing, one that many watch costs one encoding per
 * frame.
 */
public final class Jpeg {
  /** Cameras whose images are encoded at the same time; the others wait. */
  public static final int AT_ONCE_MAX = 2;

  private static final float QUALITY = 0.8f;
  private static final Semaphore AT_ONCE = new Semaphore(AT_ONCE_MAX);

  /** Guarded by this. */
  private long number = -1;

  /** Guarded by this. */
  private byte[] bytes = {};

  /** The frame as a JPEG, as large as the frame. The array is shared: do not write to it. */
  public synchronized byte[] of(Frame frame) {
    if (frame.number() != number) {
      AT_ONCE.acquireUninterruptibly();
      try {
        bytes = encoded(frame);
        number = frame.number();
      } finally {
        AT_ONCE.release();
      }
    }
    return bytes;
  }

  private static byte[] encoded(Frame frame) {
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream(frame.planes().length / 8);
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      var how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(QUALITY);
      writer.write(null, new IIOImage(image(frame), null, null), how);
    } catch (IOException e) {
      throw new UncheckedIOException("no JPEG of %d".formatted(frame.number()), e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /**
   * The frame in red, green and blue.
   *
   * @see <a href="https://www.itu.int/rec/R-REC-BT.601">ITU-R BT.601, limited range</a>
   */
  static BufferedImage image(Frame frame) {
    var width = frame.width();
    var height = frame.height();
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    var planes = frame.planes();
    var chromaWidth = Frame.chroma(width);
    var cbStart = width * height;
    var crStart = cbStart + chromaWidth * Frame.chroma(height);
    for (int y = 0; y < height; y++) {
      var chromaRow = (y >> 1) * chromaWidth;
      for (int x = 0; x < width; x++) {
        var luma = 76_309 * ((planes[y * width + x] & 0xff) - 16);
        var cb = (planes[cbStart + chromaRow + (x >> 1)] & 0xff) - 128;
        var cr = (planes[crStart + chromaRow + (x >> 1)] & 0xff) - 128;
        var red = eightBit(luma + 104_597 * cr);
        var green = eightBit(luma - 25_675 * cb - 53_279 * cr);
        var blue = eightBit(luma + 132_201 * cb);
        pixels[y * width + x] = red << 16 | green << 8 | blue;
      }
    }
    return image;
  }

  /** From 16 fraction bits, rounded and kept within a byte. */
  private static int eightBit(int value) {
    return Math.clamp((value + 32_768) >> 16, 0, 255);
  }
}
