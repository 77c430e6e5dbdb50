package lotwatch.lab.training;

import static lotwatch.media.sight.Crop.FLOATS;
import static lotwatch.media.sight.Crop.SIZE;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import lotwatch.media.Frame;
import lotwatch.media.Polygon;
import lotwatch.media.Polygon.Point;
import lotwatch.media.sight.Crop;

/**
 * Makes a new crop of a spot every time it is asked: the outline is drawn a little wrong, the
 * camera is turned, a neighbour leans in, the light changes. The crop itself is the one of the live
 * path.
 */
final class Augment {
  private static final int PLANE = SIZE * SIZE;

  /** The part of the crops that are made as a source without outlines would store them. */
  private static final double PATCHES = 0.28;

  /** The part of the crops that another spot's car or ground reaches into. */
  private static final double NEIGHBOURS = 0.4;

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
    var sample = samples.get(index);
    var patch = random.nextDouble() < PATCHES;
    var crop = patch ? patch(sample, random) : cut(sample, random);
    if (random.nextDouble() < NEIGHBOURS) {
      var other = cut(samples.get(random.nextInt(samples.size())), random);
      switch (random.nextInt(4)) {
        case 0 -> Neighbour.above(crop, other, patch, random);
        case 1 -> Neighbour.below(crop, other, patch, random);
        default -> Neighbour.beside(crop, other, patch, random);
      }
    }
    var light = new LightChange(random, crop);
    if (!sample.occupied() && random.nextDouble() < (patch ? 0.5 : 0.35)) {
      light.lines();
    }
    light.change();
    if (patch) {
      if (random.nextDouble() < 0.5) {
        light.small();
      }
      var image = image(crop);
      new Crop(WHOLE, SIZE, SIZE).sample(image, crop, 0);
    }
    Crop.standardise(crop, 0);
    System.arraycopy(crop, 0, out, offset, FLOATS);
  }

  private static float[] cut(Sample sample, RandomGenerator random) {
    var frame = sample.image();
    var spot = sample.spot();
    if (random.nextDouble() < 0.1) {
      spot = box(spot);
    }
    spot = redrawn(spot, random);
    var place = place(spot, frame, false, turn(random, 0.15));
    var crop = new float[FLOATS];
    new Crop(spot, frame.width(), frame.height(), place).sample(frame, crop, 0);
    return crop;
  }

  /**
   * What a source without outlines stores: the spot's box or an inner part of it, and nothing
   * around. Often seen from above, so any side may be up.
   */
  private static float[] patch(Sample sample, RandomGenerator random) {
    var frame = sample.image();
    // little of a car may be plain sheet metal that no one could tell from ground
    var least = sample.occupied() ? 0.5 : 0.4;
    var part =
        random.nextDouble() < 0.55
            ? 0.85 + 0.25 * random.nextDouble()
            : least + (0.85 - least) * random.nextDouble();
    var spot = scaled(redrawn(sample.spot(), random), part, random);
    var place = place(spot, frame, true, turn(random, 0.3));
    var crop = new float[FLOATS];
    new Crop(spot, frame.width(), frame.height(), place).sample(frame, crop, 0);
    return crop;
  }

  /** A crop as it is, as an image. */
  private static Frame image(float[] crop) {
    var planes = new byte[Frame.bytes(SIZE, SIZE)];
    for (var i = 0; i < PLANE; i++) {
      planes[i] = (byte) Math.round(crop[i]);
    }
    var half = SIZE / 2;
    for (var plane = 1; plane < 3; plane++) {
      for (var i = 0; i < half * half; i++) {
        var at = plane * PLANE + i / half * 2 * SIZE + i % half * 2;
        var sum = crop[at] + crop[at + 1] + crop[at + SIZE] + crop[at + SIZE + 1];
        planes[PLANE + (plane - 1) * half * half + i] = (byte) Math.round(sum / 4);
      }
    }
    return new Frame(0, Instant.EPOCH, SIZE, SIZE, planes);
  }

  /** A part of a spot, about its middle. */
  private static Polygon scaled(Polygon spot, double part, RandomGenerator random) {
    var box = Crop.Box.around(spot, SIZE_UNITS, SIZE_UNITS);
    var dx = off(random, box.width(), part) / SIZE_UNITS;
    var dy = off(random, box.height(), part) / SIZE_UNITS;
    var cx = (box.x() + box.width() / 2) / SIZE_UNITS;
    var cy = (box.y() + box.height() / 2) / SIZE_UNITS;
    var corners = new ArrayList<Point>();
    for (var corner : spot.corners()) {
      corners.add(
          new Point(cx + (corner.x() - cx) * part + dx, cy + (corner.y() - cy) * part + dy));
    }
    return new Polygon(corners);
  }

  /** How far a part's middle lies from the whole's. */
  private static double off(RandomGenerator random, double length, double part) {
    return length * (random.nextDouble() - 0.5) * (0.1 + Math.max(0, 1 - part) * 0.4);
  }

  /** The upright box around a spot, as some people draw spots. */
  private static Polygon box(Polygon spot) {
    var box = Crop.Box.around(spot, SIZE_UNITS, SIZE_UNITS);
    var left = box.x() / SIZE_UNITS;
    var top = box.y() / SIZE_UNITS;
    var right = left + box.width() / SIZE_UNITS;
    var bottom = top + box.height() / SIZE_UNITS;
    return new Polygon(
        List.of(
            new Point(left, top),
            new Point(right, top),
            new Point(right, bottom),
            new Point(left, bottom)));
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

  /**
   * The crop's two axes in the image: as if the camera had been turned, mirrored or stretched.
   *
   * @param ax right, across
   * @param ay right, down
   * @param bx below, across
   * @param by below, down
   */
  private record Axes(double ax, double ay, double bx, double by) {}

  private static Axes turn(RandomGenerator random, double any) {
    var angle = Math.toRadians(8) * random.nextGaussian();
    if (random.nextDouble() < any) {
      angle += Math.PI / 2 * random.nextInt(4);
    } else if (random.nextDouble() < 0.1) {
      angle = random.nextDouble() * 2 * Math.PI;
    }
    var shear = 0.1 * random.nextGaussian();
    var across = random.nextBoolean() ? -1 : 1;
    var down = random.nextDouble() < any ? -1 : 1;
    var ax = Math.cos(angle);
    var ay = Math.sin(angle);
    return new Axes(across * ax, across * ay, down * (-ay + shear * ax), down * (ax + shear * ay));
  }

  /** Where the crop of a spot lies with the margins of the live path, or bare. */
  private static Crop.Place place(Polygon spot, Frame frame, boolean bare, Axes axes) {
    var det = axes.ax * axes.by - axes.ay * axes.bx;
    var corners = new ArrayList<Point>();
    for (var corner : spot.corners()) {
      var x = corner.x() * frame.width();
      var y = corner.y() * frame.height();
      corners.add(new Point((x * axes.by - y * axes.bx) / det, (y * axes.ax - x * axes.ay) / det));
    }
    var tight = Crop.Box.around(new Polygon(corners), 1, 1);
    var box =
        bare
            ? new Crop.Place(tight.x(), tight.y(), tight.width(), 0, 0, tight.height())
            : Crop.place(new Polygon(corners), 1, 1);
    return new Crop.Place(
        box.x() * axes.ax + box.y() * axes.bx,
        box.x() * axes.ay + box.y() * axes.by,
        box.ux() * axes.ax,
        box.ux() * axes.ay,
        box.vy() * axes.bx,
        box.vy() * axes.by);
  }
}
