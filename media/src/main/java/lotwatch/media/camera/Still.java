package lotwatch.media.camera;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import lotwatch.media.Frame;
import lotwatch.media.camera.BadImage.Kind;

/**
 * One JPEG or PNG image that somebody sent, decoded. Nothing in it is believed: its size is read
 * from its head before memory is taken for its pixels, and no other format is ever tried.
 *
 * @param width in pixels
 * @param height in pixels
 * @param planes as in {@link Frame}
 */
@SuppressWarnings("ArrayRecordComponent") // handed on to a frame, never written
public record Still(int width, int height, byte[] planes) {
  /** Bytes of one image file. */
  public static final int BYTES_MAX = 4 << 20;

  /** Pixels of one image, before it is scaled down. */
  public static final int PIXELS_MAX = 16_000_000;

  /** Pixels of a side: on a smaller image nobody sees a spot. */
  public static final int SIDE_MIN = 16;

  /**
   * Pixels times scans: what a decoder has to do, some 15 ns each. A progressive image of 12
   * million pixels has about ten scans.
   */
  public static final long WORK_MAX = 160_000_000;

  /** Images decoded at the same time; the others wait. One takes up to 150 MB meanwhile. */
  public static final int AT_ONCE_MAX = Math.min(8, Runtime.getRuntime().availableProcessors());

  /** How long an image waits for those before it. */
  public static final Duration WAIT_MAX = Duration.ofSeconds(5);

  static final Semaphore AT_ONCE = new Semaphore(AT_ONCE_MAX);

  /** What the decoder says of images whose pixels are not all there, which it makes up then. */
  private static final Pattern TORN =
      Pattern.compile("premature end|Premature end|bad Huffman|found marker|corrupt data");

  /** The image as a camera's frame. */
  Frame frame(long number, Instant at) {
    return new Frame(number, at, width, height, planes);
  }

  /**
   * Looks whether it may be an image, without decoding it.
   *
   * @throws BadImage if it is none, is cut off, or is too large
   */
  public static void check(byte[] file) throws BadImage {
    ImageFile.of(file);
  }

  /** Whether an image that was checked is a PNG; else it is a JPEG. */
  public static boolean isPng(byte[] file) {
    return file[0] == ImageFile.PNG_FIRST;
  }

  /**
   * Decodes an image and scales it down.
   *
   * @param sideMax neither side is longer than this many pixels afterwards
   * @throws BadImage if it is none, is damaged, or is over a limit
   * @throws BusyException if others are still being decoded after {@link #WAIT_MAX}
   */
  public static Still decode(byte[] file, int sideMax)
      throws BadImage, BusyException, InterruptedException {
    var kind = ImageFile.of(file);
    if (!AT_ONCE.tryAcquire(WAIT_MAX.toMillis(), MILLISECONDS)) {
      throw new BusyException(
          "%d images are being decoded, which is the limit, and it waited %d s for them"
              .formatted(AT_ONCE_MAX, WAIT_MAX.toSeconds()));
    }
    try {
      var turned = kind == ImageFile.JPEG ? Orientation.of(file) : Orientation.UPRIGHT;
      var image = turned.applied(scaled(decoded(kind, file), sideMax));
      var w = image.getWidth();
      var h = image.getHeight();
      return new Still(w, h, planes(image.getRGB(0, 0, w, h, null, 0, w), w, h));
    } finally {
      AT_ONCE.release();
    }
  }

  private static BufferedImage decoded(ImageFile kind, byte[] file) throws BadImage {
    var reader = ImageIO.getImageReadersByFormatName(kind.format()).next();
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      return decoded(reader, in, kind.scans(file));
    } catch (IOException | RuntimeException e) {
      // The readers of the JDK throw nearly anything at damaged files.
      throw damaged(kind, e);
    } finally {
      reader.dispose();
    }
  }

  private static BadImage damaged(ImageFile kind, Exception why) {
    return new BadImage(
        Kind.DAMAGED, "a %s image that cannot be decoded (%s)".formatted(kind, why.getMessage()));
  }

  private static BufferedImage decoded(ImageReader reader, ImageInputStream in, int scans)
      throws IOException, BadImage {
    reader.setInput(in, true, true);
    checkSize(reader.getWidth(0), reader.getHeight(0), scans);
    var warnings = new ArrayList<String>();
    reader.addIIOReadWarningListener((_, warning) -> warnings.add(warning));
    var image = reader.read(0);
    if (warnings.stream().anyMatch(warning -> TORN.matcher(warning).find())) {
      throw new BadImage(Kind.DAMAGED, "a JPEG image with damaged parts");
    }
    return image;
  }

  private static void checkSize(long width, long height, int scans) throws BadImage {
    if (width < 1 || height < 1 || width * height > PIXELS_MAX) {
      throw new BadImage(
          Kind.TOO_LARGE,
          "an image of %d x %d pixels, the limit is %d in all; send a smaller one"
              .formatted(width, height, PIXELS_MAX));
    }
    if (width < SIDE_MIN || height < SIDE_MIN) {
      throw new BadImage(
          Kind.OTHER,
          "an image of %d x %d pixels, which is too small: a side has %d at least"
              .formatted(width, height, SIDE_MIN));
    }
    if (width * height * scans > WORK_MAX) {
      throw new BadImage(
          Kind.TOO_LARGE,
          "an image of %d x %d pixels in %d scans, the limit is %d pixels in all scans together; send it with fewer scans"
              .formatted(width, height, scans, WORK_MAX));
    }
  }

  /** Halves it while it is more than twice too large, so that no pixel is left out. */
  private static BufferedImage scaled(BufferedImage image, int sideMax) {
    var now = image;
    for (var side = side(now); side > sideMax; side = side(now)) {
      var to = Math.max(sideMax, (side + 1) / 2);
      now = drawn(now, shorter(now.getWidth(), to, side), shorter(now.getHeight(), to, side));
    }
    return now;
  }

  private static int side(BufferedImage image) {
    return Math.max(image.getWidth(), image.getHeight());
  }

  private static int shorter(int length, int to, int of) {
    return Math.max(1, (int) ((long) length * to / of));
  }

  private static BufferedImage drawn(BufferedImage image, int width, int height) {
    var smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var pen = smaller.createGraphics();
    try {
      pen.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      pen.drawImage(image, 0, 0, width, height, null);
    } finally {
      pen.dispose();
    }
    return smaller;
  }

  /**
   * Pixels as a frame's planes; chroma is the mean of 2 x 2 pixels, as cameras take it.
   *
   * @param rgb 0xRRGGBB row by row; what lies above is left out
   * @see <a href="https://www.itu.int/rec/R-REC-BT.601">ITU-R BT.601, limited range</a>
   */
  public static byte[] planes(int[] rgb, int w, int h) {
    var planes = new byte[Frame.bytes(w, h)];
    for (var i = 0; i < w * h; i++) {
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
    return planes;
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
