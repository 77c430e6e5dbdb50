package lotwatch.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lotwatch.sim.Ground.Cover;

/** A made-up lot: rows of spots of one kind, painted or not, on some ground, with things around. */
final class SceneLayout {
  private static final int[] PAINTS = {
    0xE8E8E2, 0xE8E8E2, 0xE8E8E2, 0xF4F4F0, 0xC9C9C2, 0xD9B53A, 0xC79A2A, 0x3E6FB0, 0xA9A9A4
  };

  final Ground ground;
  final Scenery scenery;
  final List<Spot> spots = new ArrayList<>();

  /** Middles of the lanes, y. */
  final List<Double> lanes = new ArrayList<>();

  double x0;
  double x1;
  double y1;

  private final SplittableRandom random;
  private final int paint;
  private final double wear;
  private final boolean lines;
  private final double lineWidth;

  SceneLayout(SplittableRandom random) {
    this.random = random;
    double wet = random.nextDouble() < 0.2 ? random.nextDouble() : 0;
    ground = new Ground(random.nextLong(), wet);
    scenery = new Scenery(random.nextLong());
    paint = PAINTS[random.nextInt(PAINTS.length)];
    wear = random.nextDouble() * random.nextDouble();
    lines = random.nextDouble() > 0.12;
    lineWidth = 0.07 + 0.10 * random.nextDouble();
    rows();
    clutter();
  }

  private void rows() {
    double kind = random.nextDouble();
    boolean parallel = kind < 0.14;
    double slant = kind > 0.72 ? Math.toRadians(15 + 35 * random.nextDouble()) : 0;
    double width = 2.3 + 0.55 * random.nextDouble();
    double length = 4.6 + 0.8 * random.nextDouble();
    double pitch = parallel ? 5.4 + 1.2 * random.nextDouble() : width / Math.cos(slant);
    double depth = parallel ? 2.0 + 0.5 * random.nextDouble() : length;
    int columns = parallel ? 4 + random.nextInt(6) : 6 + random.nextInt(16);
    int blocks = 1 + random.nextInt(3);
    double half = columns * pitch / 2;
    x0 = -half - 12;
    x1 = half + 12;
    double lane = 4.5 + 3 * random.nextDouble();
    double y = 0;
    var edges = new ArrayList<double[]>();
    for (int b = 0; b < blocks; b++) {
      edges.add(new double[] {y + depth, -1});
      lanes.add(y + depth + lane / 2);
      edges.add(new double[] {y + depth + lane, 1});
      y += 2 * depth + lane + (random.nextDouble() < 0.5 ? 0 : 0.5 + 3 * random.nextDouble());
    }
    y1 = y;
    cover();
    for (double[] edge : edges) {
      if (edges.size() == 2 && random.nextDouble() < 0.2) {
        continue;
      }
      row(edge[0], edge[1], columns, pitch, parallel, new double[] {length, width, depth, slant});
    }
    if (spots.isEmpty()) {
      row(
          edges.getFirst()[0],
          -1,
          columns,
          pitch,
          parallel,
          new double[] {length, width, depth, slant});
    }
  }

  private void row(
      double edge, double inward, int columns, double pitch, boolean parallel, double[] size) {
    double half = columns * pitch / 2;
    double slant = size[3] * inward;
    double lean = Math.tan(slant) * size[2] * inward;
    double missing = random.nextDouble() < 0.25 ? 0.35 : 0.03;
    for (int i = 0; i <= columns; i++) {
      double x = -half + i * pitch;
      if (lines && random.nextDouble() > missing) {
        ground.line(
            new double[] {x, edge},
            new double[] {x + lean, edge + inward * size[2]},
            lineWidth,
            paint,
            0.9,
            Math.min(1, wear + 0.25 * random.nextDouble()));
      }
      if (i == columns) {
        break;
      }
      double middle = x + pitch / 2 + lean / 2;
      double heading = parallel ? 0 : inward * Math.PI / 2;
      double long_ = parallel ? pitch : size[2];
      double wide = parallel ? size[2] : pitch;
      spots.add(
          new Spot(
              "s" + spots.size(),
              "lot",
              middle,
              edge + inward * size[2] / 2,
              heading,
              long_,
              wide,
              parallel ? 0 : -size[3]));
      if (random.nextDouble() < 0.5) {
        ground.stain(
            middle + random.nextDouble() - 0.5,
            edge + inward * size[2] * (0.3 + 0.5 * random.nextDouble()),
            0.2 + 0.6 * random.nextDouble(),
            0x252525,
            0.3 + 0.5 * random.nextDouble());
      }
    }
    if (lines && random.nextDouble() < 0.3) {
      double y = edge + inward * size[2];
      ground.line(
          new double[] {-half + lean, y},
          new double[] {half + lean, y},
          lineWidth,
          paint,
          0.9,
          wear);
    }
  }

  private void cover() {
    double dice = random.nextDouble();
    Cover cover =
        dice < 0.70
            ? Cover.ASPHALT
            : dice < 0.82
                ? Cover.CONCRETE
                : dice < 0.91 ? Cover.PAVING : dice < 0.96 ? Cover.GRAVEL : Cover.GRASS;
    int grey = 55 + random.nextInt(cover == Cover.ASPHALT ? 85 : 120);
    int tint = random.nextInt(17) - 6;
    int rgb =
        cover == Cover.GRASS ? 0x5A6E33 : Tone.rgb(grey + tint, grey + tint / 2, grey - tint / 2);
    ground.zone(x0 - 20, -14, x1 + 20, y1 + 14, cover, rgb);
    if (random.nextDouble() < 0.3) {
      int other = Tone.scaled(rgb, 0.75 + 0.5 * random.nextDouble());
      double half = (x1 - x0) / 2;
      ground.zone(
          x0 + random.nextDouble() * half, -14, x1 + 20, y1 * random.nextDouble(), cover, other);
    }
    for (int i = random.nextInt(12); i > 0; i--) {
      ground.crack(random, anyX(), anyY(), 2 + 8 * random.nextDouble());
    }
    for (int i = random.nextInt(8); i > 0; i--) {
      double x = anyX();
      double y = anyY();
      double[] to = {x + 5 * random.nextDouble() - 2, y + 5 * random.nextDouble() - 2};
      int shade = Tone.scaled(rgb, 0.6 + 0.7 * random.nextDouble());
      ground.line(new double[] {x, y}, to, 0.2 + 2 * random.nextDouble(), shade, 0.7, 0.1);
    }
    if (random.nextDouble() < 0.1) {
      for (int i = 5 + random.nextInt(40); i > 0; i--) {
        ground.stain(anyX(), anyY(), 0.5 + 2.5 * random.nextDouble(), 0xE6EAF0, 0.9);
      }
    }
  }

  private double anyX() {
    return x0 + random.nextDouble() * (x1 - x0);
  }

  private double anyY() {
    return -6 + random.nextDouble() * (y1 + 12);
  }

  /** Trees, poles and buildings around, and on some spots things that are no vehicles. */
  private void clutter() {
    if (random.nextDouble() < 0.55) {
      for (int i = 1 + random.nextInt(10); i > 0; i--) {
        boolean beside = random.nextDouble() < 0.75;
        double y =
            beside
                ? (random.nextBoolean()
                    ? -2.5 - 7 * random.nextDouble()
                    : y1 + 2 + 7 * random.nextDouble())
                : anyY();
        scenery.tree(
            anyX(),
            y,
            4 + 7 * random.nextDouble(),
            Tone.scaled(0x55702F, 0.7 + 0.6 * random.nextDouble()));
      }
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      scenery.lamp(anyX(), anyY(), 4 + 6 * random.nextDouble(), random.nextBoolean() ? 1.4 : -1.4);
    }
    if (random.nextDouble() < 0.35) {
      double y = random.nextBoolean() ? y1 + 6 : -22;
      scenery.building(
          new double[] {x0, y},
          new double[] {x1, y + 14},
          4 + 12 * random.nextDouble(),
          Tone.rgb(120 + random.nextInt(110), 110 + random.nextInt(100), 100 + random.nextInt(90)),
          0x6A6A6A);
    }
    for (Spot spot : spots) {
      double dice = random.nextDouble();
      double[] at = spot.point(random.nextDouble() - 0.5, random.nextDouble() - 0.5);
      if (dice < 0.05) {
        Props.person(scenery, at[0], at[1], random);
      } else if (dice < 0.07) {
        Props.cart(scenery, at[0], at[1], random);
      } else if (dice < 0.09) {
        Props.cone(scenery, at[0], at[1]);
      } else if (dice < 0.12) {
        Props.stop(scenery, spot);
      }
    }
  }
}
