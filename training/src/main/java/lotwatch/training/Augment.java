package lotwatch.training;

import static lotwatch.video.sight.Crop.FLOATS;
import static lotwatch.video.sight.Crop.SIZE;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import lotwatch.video.Frame;
import lotwatch.video.Polygon;
import lotwatch.video.Polygon.Point;
import lotwatch.video.sight.Crop;

/**
 * Makes a new crop of a spot every time it is asked: the outline is drawn a little wrong, the
 * camera is turned, a neighbour leans in, the light changes. The crop itself is the one of the live
 * path.
 */
final class Augment {
  private static final int PLANE = SIZE * SIZE;
  private static final int SIZE_UNITS = 10_000;
  private static final Polygon WHOLE =
      new Polygon(List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1), new Point(0, 1)));

  private final List<Sample> samples;

  /** The samples are also the stock that neighbours are taken from. */
  Augment(List<Sample> samples) {
    this.samples = samples;
  }

  /** Writes sample {@code index}, changed as the seed says, into {@code out}. */
  void into(int index, long seed, float[] out, int offset) {
    var random = new SplittableRandom(seed);
    var crop = cut(samples.get(index), random);
    if (random.nextDouble() < 0.25) {
      neighbour(crop, cut(samples.get(random.nextInt(samples.size())), random), random);
    }
    var light = new Light(random, crop);
    if (!samples.get(index).occupied() && random.nextDouble() < 0.35) {
      light.lines();
    }
    light.change();
    Crop.standardise(crop, 0);
    System.arraycopy(crop, 0, out, offset, FLOATS);
  }

  private static float[] cut(Sample sample, RandomGenerator random) {
    var frame = sample.picture();
    var spot = sample.spot();
    if (random.nextDouble() < 0.2) {
      frame = tight(frame, spot, random);
      spot = WHOLE;
    }
    spot = redrawn(spot, random);
    var place = turned(spot, frame.width(), frame.height(), random);
    var crop = new float[FLOATS];
    new Crop(spot, frame.width(), frame.height(), place).sample(frame, crop, 0);
    return crop;
  }

  /** Only what the spot's box holds, as sources without outlines store it. */
  private static Frame tight(Frame frame, Polygon spot, RandomGenerator random) {
    var box = Crop.Box.around(spot, frame.width(), frame.height());
    // some of them only show an inner part, as some sources do
    var part = random.nextDouble() < 0.65 ? 1 : 0.55 + 0.4 * random.nextDouble();
    var slack = 0.1;
    var w = box.width() * part * (1 + slack * (random.nextDouble() - 0.5));
    var h = box.height() * part * (1 + slack * (random.nextDouble() - 0.5));
    var left = box.x() + box.width() / 2 + off(random, box.width(), part) - w / 2;
    var top = box.y() + box.height() / 2 + off(random, box.height(), part) - h / 2;
    var right = left + w;
    var bottom = top + h;
    var x0 = Math.clamp(2 * Math.round(left / 2), 0, (frame.width() - 4) / 2 * 2);
    var y0 = Math.clamp(2 * Math.round(top / 2), 0, (frame.height() - 4) / 2 * 2);
    var x1 = Math.clamp(Math.round(right), x0 + 4, frame.width());
    var y1 = Math.clamp(Math.round(bottom), y0 + 4, frame.height());
    return part(frame, x0, y0, x1 - x0, y1 - y0);
  }

  /** How far a part's middle lies from the whole's. */
  private static double off(RandomGenerator random, double length, double part) {
    return length * (random.nextDouble() - 0.5) * (0.1 + (1 - part) * 0.4);
  }

  /** A part of a frame; {@code x} and {@code y} are even. */
  static Frame part(Frame frame, int x, int y, int w, int h) {
    var planes = new byte[Frame.bytes(w, h)];
    for (var row = 0; row < h; row++) {
      System.arraycopy(frame.planes(), (y + row) * frame.width() + x, planes, row * w, w);
    }
    var fw = Frame.chroma(frame.width());
    var fh = Frame.chroma(frame.height());
    var cw = Frame.chroma(w);
    var ch = Frame.chroma(h);
    for (var plane = 0; plane < 2; plane++) {
      var from = frame.width() * frame.height() + plane * fw * fh;
      var to = w * h + plane * cw * ch;
      for (var row = 0; row < ch; row++) {
        System.arraycopy(
            frame.planes(), from + (y / 2 + row) * fw + x / 2, planes, to + row * cw, cw);
      }
    }
    return new Frame(0, Instant.EPOCH, w, h, planes);
  }

  /** The outline as another person would have drawn it. */
  private static Polygon redrawn(Polygon spot, RandomGenerator random) {
    var box = Crop.Box.around(spot, SIZE_UNITS, SIZE_UNITS);
    var w = box.width() / SIZE_UNITS;
    var h = box.height() / SIZE_UNITS;
    var cx = box.x() / SIZE_UNITS + w / 2;
    var cy = box.y() / SIZE_UNITS + h / 2;
    var dx = 0.05 * w * random.nextGaussian();
    var dy = 0.05 * h * random.nextGaussian();
    var sx = Math.exp(0.08 * random.nextGaussian());
    var sy = Math.exp(0.08 * random.nextGaussian());
    var loose = random.nextDouble() * 0.04;
    var corners = new ArrayList<Point>();
    for (var corner : spot.corners()) {
      corners.add(
          new Point(
              cx + (corner.x() - cx) * sx + dx + loose * w * random.nextGaussian(),
              cy + (corner.y() - cy) * sy + dy + loose * h * random.nextGaussian()));
    }
    return new Polygon(corners);
  }

  /** The crop's place as if the camera had been turned, mirrored or stretched. */
  private static Crop.Place turned(Polygon spot, int width, int height, RandomGenerator random) {
    var angle = Math.toRadians(8) * random.nextGaussian();
    if (random.nextDouble() < 0.1) {
      angle += Math.PI / 2 * random.nextInt(4);
    } else if (random.nextDouble() < 0.1) {
      angle = random.nextDouble() * 2 * Math.PI;
    }
    var shear = 0.1 * random.nextGaussian();
    var ax = Math.cos(angle);
    var ay = Math.sin(angle);
    var bx = -ay + shear * ax;
    var by = ax + shear * ay;
    if (random.nextBoolean()) {
      ax = -ax;
      ay = -ay;
    }
    if (random.nextDouble() < 0.1) {
      bx = -bx;
      by = -by;
    }
    var det = ax * by - ay * bx;
    var corners = new ArrayList<Point>();
    for (var corner : spot.corners()) {
      var x = corner.x() * width;
      var y = corner.y() * height;
      corners.add(new Point((x * by - y * bx) / det, (y * ax - x * ay) / det));
    }
    var box = Crop.place(new Polygon(corners), 1, 1);
    return new Crop.Place(
        box.x() * ax + box.y() * bx,
        box.x() * ay + box.y() * by,
        box.ux() * ax,
        box.ux() * ay,
        box.vy() * bx,
        box.vy() * by);
  }

  /** Puts another crop's picture beside the spot, reaching a little into it. */
  private static void neighbour(float[] crop, float[] other, RandomGenerator random) {
    var edge = SIZE * (Crop.MARGIN_SIDE / (1 + 2 * Crop.MARGIN_SIDE));
    var bound = edge + SIZE * 0.12 * (random.nextDouble() * 1.4 - 0.4);
    var left = random.nextBoolean();
    var slant = 0.25 * random.nextGaussian();
    for (var y = 0; y < SIZE; y++) {
      for (var x = 0; x < SIZE; x++) {
        var u = (left ? x : SIZE - 1 - x) + slant * (y - SIZE / 2.0);
        if (u < bound) {
          // the other spot lies beyond the border, so its middle is what shows here
          var from = y * SIZE + (x + SIZE / 2) % SIZE;
          for (var plane = 0; plane < 3; plane++) {
            crop[plane * PLANE + y * SIZE + x] = other[plane * PLANE + from];
          }
        }
      }
    }
  }
}
