package lotwatch.cli.eval;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import javax.imageio.ImageIO;
import lotwatch.media.Frame;
import lotwatch.media.camera.Still;

/** Still images and frames, one made into the other (ITU-R BT.601, limited range). */
public final class Images {
  private Images() {}

  /**
   * Reads a JPEG or PNG as a frame.
   *
   * @throws IOException if the file cannot be read or is no image
   */
  public static Frame read(Path file) throws IOException {
    var image = ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(file)));
    if (image == null) {
      throw new IOException(file + " is not an image");
    }
    return frame(image);
  }

  /** The image as a frame; chroma is the mean of 2 x 2 pixels, as cameras take it. */
  public static Frame frame(BufferedImage image) {
    var w = image.getWidth();
    var h = image.getHeight();
    var rgb = image.getRGB(0, 0, w, h, null, 0, w);
    return new Frame(0, Instant.EPOCH, w, h, Still.planes(rgb, w, h));
  }

  /** The frame as an image in RGB. */
  public static BufferedImage image(Frame frame) {
    var w = frame.width();
    var h = frame.height();
    var cw = Frame.chroma(w);
    var image = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
    var p = frame.planes();
    for (var y = 0; y < h; y++) {
      for (var x = 0; x < w; x++) {
        var c = w * h + y / 2 * cw + x / 2;
        image.setRGB(
            x, y, rgb(p[y * w + x] & 0xff, p[c] & 0xff, p[c + cw * Frame.chroma(h)] & 0xff));
      }
    }
    return image;
  }

  /** One pixel as 0xRRGGBB. */
  public static int rgb(double luma, double cb, double cr) {
    var y = 1.164 * (luma - 16);
    var r = clamp(y + 1.596 * (cr - 128)) & 0xff;
    var g = clamp(y - 0.813 * (cr - 128) - 0.391 * (cb - 128)) & 0xff;
    var b = clamp(y + 2.018 * (cb - 128)) & 0xff;
    return r << 16 | g << 8 | b;
  }

  private static byte clamp(double value) {
    return (byte) Math.clamp(Math.round(value), 0, 255);
  }
}
