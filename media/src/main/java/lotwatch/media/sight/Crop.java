package lotwatch.media.sight;

import java.util.Arrays;
import lotwatch.media.Frame;
import lotwatch.media.Polygon;
import org.jspecify.annotations.Nullable;

/**
 * How one spot is cut out of images of one size: the only way, for training, evaluation and the
 * live path alike.
 *
 * <p>The cut is the box around the spot's outline plus a margin, with more of it above, where a
 * standing car's body is. It is stretched to {@value #SIZE} x {@value #SIZE} and stays upright, so
 * cars look like cars however the spot lies. A fourth channel holds the outline, so that the
 * network can tell the spot from its neighbours; the order and number of corners do not matter.
 */
public final class Crop {
  /** Width and height of a crop in pixels. */
  public static final int SIZE = 64;

  /** Luma, Cb, Cr and the outline. */
  public static final int CHANNELS = 4;

  /** How many floats one crop takes. */
  public static final int FLOATS = CHANNELS * SIZE * SIZE;

  /** Part of the box's width added left and right. */
  public static final double MARGIN_SIDE = 0.15;

  /** Part of the box's height added above, where a standing car's body is. */
  public static final double MARGIN_ABOVE = 0.20;

  /** Part of the box's height added below. */
  public static final double MARGIN_BELOW = 0.10;

  private static final int PLANE = SIZE * SIZE;

  /** Luma steps added to the spread, so that the noise of plain asphalt is not blown up. */
  private static final float SPREAD_FLOOR = 20;

  /** Chroma steps that count as one. */
  private static final float CHROMA_UNIT = 24;

  /** The most samples taken along one side of an output pixel. */
  private static final int SAMPLES_MAX = 4;

  /** How many image pixels one bilinear sample stands for. */
  private static final double SAMPLE_REACH = 1.5;

  private final int width;
  private final int height;
  private final Place place;
  private final int across;
  private final int down;
  private final float[] outline = new float[PLANE];

  /** What upright crops are made of: luma, then chroma; none for those that training turns. */
  private final @Nullable Upright upright;

  private record Upright(Taps across, Taps down, Taps chromaAcross, Taps chromaDown) {}

  /**
   * Where a crop lies in the image, in pixels: output pixel (u, v), each from 0 to 1, is taken from
   * {@code (x + ux * u + vx * v, y + uy * u + vy * v)}.
   */
  public record Place(double x, double y, double ux, double uy, double vx, double vy) {}

  /** The crop of a spot in images of {@code width} x {@code height} pixels. */
  public Crop(Polygon spot, int width, int height) {
    this(spot, width, height, place(spot, width, height));
  }

  /** A crop that lies elsewhere than the spot says: training moves, turns and scales crops. */
  public Crop(Polygon spot, int width, int height, Place place) {
    this.width = width;
    this.height = height;
    this.place = place;
    this.across = samples(Math.hypot(place.ux, place.uy));
    this.down = samples(Math.hypot(place.vx, place.vy));
    this.upright = place.uy == 0 && place.vx == 0 && place.ux > 0 && place.vy > 0 ? taps() : null;
    draw(spot);
  }

  private Upright taps() {
    return new Upright(
        new Taps(place.x - 0.5, place.ux, across, width),
        new Taps(place.y - 0.5, place.vy, down, height),
        new Taps(place.x / 2 - 0.5, place.ux / 2, few(across), Frame.chroma(width)),
        new Taps(place.y / 2 - 0.5, place.vy / 2, few(down), Frame.chroma(height)));
  }

  /** Samples of chroma, which has half as many pixels. */
  private static int few(int samples) {
    return Math.max(1, samples / 2);
  }

  /** The box around the spot with its margins. */
  public static Place place(Polygon spot, int width, int height) {
    var box = Box.around(spot, width, height);
    return new Place(
        box.x() - MARGIN_SIDE * box.width(),
        box.y() - MARGIN_ABOVE * box.height(),
        box.width() * (1 + 2 * MARGIN_SIDE),
        0,
        0,
        box.height() * (1 + MARGIN_ABOVE + MARGIN_BELOW));
  }

  /** An upright box in an image, in pixels. */
  public record Box(double x, double y, double width, double height) {
    /** The smallest box around a spot, at least a pixel wide and high. */
    public static Box around(Polygon spot, int width, int height) {
      var left = Double.MAX_VALUE;
      var top = Double.MAX_VALUE;
      var right = -Double.MAX_VALUE;
      var bottom = -Double.MAX_VALUE;
      for (var corner : spot.corners()) {
        left = Math.min(left, corner.x() * width);
        right = Math.max(right, corner.x() * width);
        top = Math.min(top, corner.y() * height);
        bottom = Math.max(bottom, corner.y() * height);
      }
      return new Box(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
    }
  }

  private static int samples(double length) {
    return Math.clamp((int) Math.ceil(length / SIZE / SAMPLE_REACH), 1, SAMPLES_MAX);
  }

  /**
   * Cuts the spot out of a frame, ready for the network.
   *
   * @param frame of the size this crop was made for
   * @param out gets {@link #FLOATS} values from {@code offset} on, plane by plane
   */
  public void into(Frame frame, float[] out, int offset) {
    sample(frame, out, offset);
    standardise(out, offset);
  }

  /**
   * Cuts the spot out of a frame as it is: luma and chroma 0..255, outline 0..1. Outside the image
   * its edge goes on.
   */
  public void sample(Frame frame, float[] out, int offset) {
    if (frame.width() != width || frame.height() != height) {
      throw new IllegalArgumentException(
          "a crop for %d x %d does not fit a frame of %d x %d"
              .formatted(width, height, frame.width(), frame.height()));
    }
    var chromaWidth = Frame.chroma(width);
    var chromaHeight = Frame.chroma(height);
    var cb = width * height;
    var cr = cb + chromaWidth * chromaHeight;
    var planes = frame.planes();
    if (upright == null) {
      plane(planes, 0, width, height, 1, across, down, out, offset);
      var few = few(across);
      var fewDown = few(down);
      plane(planes, cb, chromaWidth, chromaHeight, 2, few, fewDown, out, offset + PLANE);
      plane(planes, cr, chromaWidth, chromaHeight, 2, few, fewDown, out, offset + 2 * PLANE);
    } else {
      Taps.plane(upright.across, upright.down, planes, 0, out, offset);
      Taps.plane(upright.chromaAcross, upright.chromaDown, planes, cb, out, offset + PLANE);
      Taps.plane(upright.chromaAcross, upright.chromaDown, planes, cr, out, offset + 2 * PLANE);
    }
    System.arraycopy(outline, 0, out, offset + 3 * PLANE, PLANE);
  }

  /** One plane, averaged over {@code n} x {@code m} bilinear samples per output pixel. */
  private void plane(
      byte[] from, int start, int w, int h, int shrink, int n, int m, float[] out, int offset) {
    var stepUx = place.ux / SIZE / n / shrink;
    var stepUy = place.uy / SIZE / n / shrink;
    var stepVx = place.vx / SIZE / m / shrink;
    var stepVy = place.vy / SIZE / m / shrink;
    var scale = 1f / (n * m);
    Arrays.fill(out, offset, offset + PLANE, 0f);
    for (var row = 0; row < SIZE * m; row++) {
      var x = place.x / shrink - 0.5 + stepUx / 2 + stepVx * (row + 0.5);
      var y = place.y / shrink - 0.5 + stepUy / 2 + stepVy * (row + 0.5);
      var to = offset + row / m * SIZE;
      for (var column = 0; column < SIZE; column++, to++) {
        var sum = 0f;
        for (var k = 0; k < n; k++, x += stepUx, y += stepUy) {
          sum += bilinear(from, start, w, h, (float) x, (float) y);
        }
        out[to] += sum * scale;
      }
    }
  }

  private static float bilinear(byte[] from, int start, int w, int h, float x, float y) {
    var cx = Math.clamp(x, 0f, w - 1);
    var cy = Math.clamp(y, 0f, h - 1);
    var ix = (int) cx;
    var iy = (int) cy;
    var fx = cx - ix;
    var fy = cy - iy;
    var at = start + iy * w + ix;
    var right = ix + 1 < w ? at + 1 : at;
    var below = iy + 1 < h ? w : 0;
    var top = (from[at] & 0xff) * (1 - fx) + (from[right] & 0xff) * fx;
    var bottom = (from[at + below] & 0xff) * (1 - fx) + (from[right + below] & 0xff) * fx;
    return top * (1 - fy) + bottom * fy;
  }

  /**
   * Makes a crop independent of exposure: luma is centred and divided by its spread, chroma is
   * centred on grey.
   */
  public static void standardise(float[] crop, int offset) {
    var sum = 0.0;
    var squares = 0.0;
    for (var i = offset; i < offset + PLANE; i++) {
      sum += crop[i];
      squares += crop[i] * crop[i];
    }
    var mean = (float) (sum / PLANE);
    var spread = (float) Math.sqrt(Math.max(0, squares / PLANE - sum / PLANE * (sum / PLANE)));
    for (var i = offset; i < offset + PLANE; i++) {
      crop[i] = (crop[i] - mean) / (spread + SPREAD_FLOOR);
    }
    for (var i = offset + PLANE; i < offset + 3 * PLANE; i++) {
      crop[i] = (crop[i] - 128) / CHROMA_UNIT;
    }
  }

  /** Draws the outline, filled: two lines per row, ends of a line by the part that is inside. */
  private void draw(Polygon spot) {
    var det = place.ux * place.vy - place.uy * place.vx;
    var n = spot.corners().size();
    var u = new double[n];
    var v = new double[n];
    for (var i = 0; i < n; i++) {
      var dx = spot.corners().get(i).x() * width - place.x;
      var dy = spot.corners().get(i).y() * height - place.y;
      u[i] = (dx * place.vy - dy * place.vx) / det * SIZE;
      v[i] = (dy * place.ux - dx * place.uy) / det * SIZE;
    }
    var crossings = new double[n];
    for (var line = 0; line < 2 * SIZE; line++) {
      var y = (line + 0.5) / 2;
      var count = 0;
      for (int i = 0, j = n - 1; i < n; j = i++) {
        if (v[i] <= y != v[j] <= y) {
          crossings[count++] = u[i] + (y - v[i]) / (v[j] - v[i]) * (u[j] - u[i]);
        }
      }
      Arrays.sort(crossings, 0, count);
      for (var i = 0; i + 1 < count; i += 2) {
        fill(line / 2 * SIZE, crossings[i], crossings[i + 1]);
      }
    }
  }

  private void fill(int row, double from, double to) {
    var first = Math.max(0, (int) Math.floor(from));
    for (var x = first; x < SIZE && x < to; x++) {
      outline[row + x] += (float) (0.5 * (Math.min(x + 1, to) - Math.max(x, from)));
    }
  }
}
