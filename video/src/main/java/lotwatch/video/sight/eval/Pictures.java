package lotwatch.video.sight.eval;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import javax.imageio.ImageIO;
import lotwatch.video.Frame;

/** Still pictures and frames, one made into the other (ITU-R BT.601, limited range). */
public final class Pictures {
  private Pictures() {}

  /**
   * Reads a JPEG or PNG as a frame.
   *
   * @throws IOException if the file cannot be read or is no picture
   */
  public static Frame read(Path file) throws IOException {
    var image = ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(file)));
    if (image == null) {
      throw new IOException(file + " is not a picture");
    }
    return frame(image);
  }

  /** The picture as a frame; chroma is the mean of 2 x 2 pixels, as cameras take it. */
  public static Frame frame(BufferedImage image) {
    var w = image.getWidth();
    var h = image.getHeight();
    var rgb = image.getRGB(0, 0, w, h, null, 0, w);
    var planes = new byte[Frame.bytes(w, h)];
    for (var i = 0; i < rgb.length; i++) {
      planes[i] = clamp(16 + (66 * r(rgb[i]) + 129 * g(rgb[i]) + 25 * b(rgb[i])) / 256.0);
    }
    var cw = Frame.chroma(w);
    var ch = Frame.chroma(h);
    for (var y = 0; y < ch; y++) {
      for (var x = 0; x < cw; x++) {
        var r = 0;
        var g = 0;
        var b = 0;
        for (var k = 0; k < 4; k++) {
          var at = rgb[Math.min(h - 1, 2 * y + k / 2) * w + Math.min(w - 1, 2 * x + k % 2)];
          r += r(at);
          g += g(at);
          b += b(at);
        }
        planes[w * h + y * cw + x] = clamp(128 + (-38 * r - 74 * g + 112 * b) / 1024.0);
        planes[w * h + cw * ch + y * cw + x] = clamp(128 + (112 * r - 94 * g - 18 * b) / 1024.0);
      }
    }
    return new Frame(0, Instant.EPOCH, w, h, planes);
  }

  /** The frame as a picture in RGB. */
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

  private static int r(int rgb) {
    return rgb >> 16 & 0xff;
  }

  private static int g(int rgb) {
    return rgb >> 8 & 0xff;
  }

  private static int b(int rgb) {
    return rgb & 0xff;
  }
}
