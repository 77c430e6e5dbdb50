package lotwatch.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lotwatch.sim.Mesh.Finish;

/** What stands around a lot and never moves, with the shadows it throws. */
final class Scenery {
  /** A soft ball of leaves that shades the ground. */
  record Ball(double x, double y, double z, double radius) {}

  /** An upright block that shades the ground. */
  record Block(double x0, double y0, double x1, double y1, double height) {}

  /** A street lamp's light. */
  record Lamp(double x, double y, double z) {}

  final Mesh mesh = new Mesh();
  final List<Ball> balls = new ArrayList<>();
  final List<Block> blocks = new ArrayList<>();
  final List<Lamp> lamps = new ArrayList<>();

  private final SplittableRandom random;

  Scenery(long seed) {
    random = new SplittableRandom(seed);
  }

  void tree(double x, double y, double height, int rgb) {
    double trunk = height * 0.34;
    double thick = 0.05 + height * 0.018;
    post(x, y, thick, trunk + height * 0.15, 0x4A3B2E);
    blocks.add(new Block(x - thick, y - thick, x + thick, y + thick, trunk));
    double crown = height * 0.34;
    int lumps = 7;
    for (int i = 0; i < lumps; i++) {
      double angle = i * 2.4 + random.nextDouble();
      double out = i == 0 ? 0 : crown * (0.35 + 0.35 * random.nextDouble());
      double radius = crown * (0.50 + 0.22 * random.nextDouble());
      double z = height - crown * 0.75 - (i == 0 ? 0 : crown * 0.8 * random.nextDouble());
      foliage(x + out * Math.cos(angle), y + out * Math.sin(angle), z, radius, rgb);
    }
  }

  /** A lump of foliage from many small leaf triangles around a ball. */
  private void foliage(double x, double y, double z, double radius, int rgb) {
    balls.add(new Ball(x, y, z, radius * 0.95));
    int leaves = (int) Math.clamp(95 * radius * radius, 60, 420);
    for (int i = 0; i < leaves; i++) {
      double[] n = direction();
      double r = radius * (0.72 + 0.34 * random.nextDouble());
      double[] middle = {x + n[0] * r, y + n[1] * r, z + n[2] * r * 0.86};
      double size = 0.16 + 0.10 * radius + 0.12 * random.nextDouble();
      double[][] corners = new double[3][];
      double[][] normals = new double[3][];
      for (int c = 0; c < 3; c++) {
        double[] d = direction();
        corners[c] =
            new double[] {
              middle[0] + d[0] * size, middle[1] + d[1] * size, middle[2] + d[2] * size
            };
        normals[c] = Mesh.unit(n[0] + 0.35 * d[0], n[1] + 0.35 * d[1], n[2] + 0.35 * d[2]);
      }
      double deep = 0.62 + 0.30 * (r / radius - 0.7) / 0.34 + 0.22 * Math.max(-0.6, n[2]);
      mesh.triangle(
          corners,
          normals,
          Tone.scaled(rgb, deep * (0.86 + 0.3 * random.nextDouble())),
          Finish.LEAF);
    }
  }

  private double[] direction() {
    return Mesh.unit(
        random.nextDouble() * 2 - 1, random.nextDouble() * 2 - 1, random.nextDouble() * 2 - 1);
  }

  void hedge(double x0, double y0, double x1, double y1, double height) {
    double length = Math.max(x1 - x0, y1 - y0);
    int lumps = (int) (length / 0.8) + 1;
    double radius = Math.max(0.35, Math.min(x1 - x0, y1 - y0) / 2 + 0.15);
    for (int i = 0; i <= lumps; i++) {
      double t = (double) i / lumps;
      boolean east = x1 - x0 > y1 - y0;
      double x = east ? x0 + t * (x1 - x0) : (x0 + x1) / 2;
      double y = east ? (y0 + y1) / 2 : y0 + t * (y1 - y0);
      foliage(x, y, height - radius * 0.8 + 0.1 * random.nextDouble(), radius, 0x466030);
    }
  }

  /** A building with rows of windows on the sides that face the lot. */
  void building(double[] from, double[] to, double height, int rgb, int roof) {
    blocks.add(new Block(from[0], from[1], to[0], to[1], height));
    mesh.box(
        new double[] {from[0], from[1], 0}, new double[] {to[0], to[1], height}, rgb, Finish.MATTE);
    mesh.box(
        new double[] {from[0] - 0.25, from[1] - 0.25, height},
        new double[] {to[0] + 0.25, to[1] + 0.25, height + 0.5},
        roof,
        Finish.MATTE);
    mesh.box(
        new double[] {from[0] - 0.06, from[1] - 0.06, 0},
        new double[] {to[0] + 0.06, to[1] + 0.06, 0.6},
        Tone.scaled(rgb, 0.7),
        Finish.MATTE);
    for (double z = 1.1; z + 1.7 < height; z += 3.2) {
      for (double x = from[0] + 1; x + 1.6 < to[0]; x += 2.7) {
        window(new double[] {x, from[1] - 0.03}, new double[] {x + 1.6, from[1] - 0.03}, z, rgb);
      }
      for (double y = from[1] + 1; y + 1.6 < to[1]; y += 2.7) {
        window(new double[] {from[0] - 0.03, y + 1.6}, new double[] {from[0] - 0.03, y}, z, rgb);
        window(new double[] {to[0] + 0.03, y}, new double[] {to[0] + 0.03, y + 1.6}, z, rgb);
      }
    }
  }

  private void window(double[] from, double[] to, double z, int wall) {
    double dx = (to[0] - from[0]) / 1.6;
    double dy = (to[1] - from[1]) / 1.6;
    int frame = Tone.mixed(wall, 0xF4F2EC, 0.65);
    pane(from, to, z - 0.1, z + 1.7, 0, frame, Finish.MATTE);
    boolean lit = random.nextDouble() < 0.4;
    double[] a = {from[0] + 0.1 * dx, from[1] + 0.1 * dy};
    double[] middle = {from[0] + 0.77 * dx, from[1] + 0.77 * dy};
    double[] next = {from[0] + 0.83 * dx, from[1] + 0.83 * dy};
    double[] b = {to[0] - 0.1 * dx, to[1] - 0.1 * dy};
    Finish finish = lit ? Finish.WINDOW : Finish.GLASS;
    int glass = 0x36424B;
    pane(a, middle, z, z + 1.6, 0.04, glass, finish);
    pane(next, b, z, z + 1.6, 0.04, glass, finish);
  }

  private void pane(
      double[] a, double[] b, double low, double high, double out, int rgb, Finish finish) {
    double length = Math.max(1e-6, Math.hypot(b[0] - a[0], b[1] - a[1]));
    double nx = (b[1] - a[1]) / length * out;
    double ny = -(b[0] - a[0]) / length * out;
    mesh.quad(
        new double[] {a[0] + nx, a[1] + ny, low},
        new double[] {b[0] + nx, b[1] + ny, low},
        new double[] {b[0] + nx, b[1] + ny, high},
        new double[] {a[0] + nx, a[1] + ny, high},
        rgb,
        finish);
  }

  /** A street lamp whose arm reaches {@code reach} metres towards +y (or -y). */
  void lamp(double x, double y, double height, double reach) {
    post(x, y, 0.07, height, 0x5B6166);
    blocks.add(new Block(x - 0.08, y - 0.08, x + 0.08, y + 0.08, height));
    mesh.box(
        new double[] {x - 0.05, Math.min(y, y + reach), height - 0.08},
        new double[] {x + 0.05, Math.max(y, y + reach), height},
        0x5B6166,
        Finish.MATTE);
    mesh.box(
        new double[] {x - 0.17, y + reach - 0.35, height - 0.13},
        new double[] {x + 0.17, y + reach + 0.35, height - 0.02},
        0xD8D6CC,
        Finish.STREET_LAMP);
    lamps.add(new Lamp(x, y + reach, height - 0.1));
  }

  /** A low raised edge. */
  void kerb(double x0, double y0, double x1, double y1) {
    double h = 0.13;
    mesh.box(new double[] {x0, y0, 0}, new double[] {x1, y1, h}, 0xA9A79F, Finish.MATTE);
  }

  void post(double x, double y, double half, double height, int rgb) {
    mesh.box(
        new double[] {x - half, y - half, 0},
        new double[] {x + half, y + half, height},
        rgb,
        Finish.MATTE);
  }
}
