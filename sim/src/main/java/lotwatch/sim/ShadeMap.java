package lotwatch.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How much sun reaches the ground between the trees and buildings, looked at from above. */
final class ShadeMap {
  private static final double TEXEL = 0.3;
  private static final double LEAVES = 0.62;

  private final Scenery scenery;
  private final Noise noise = new Noise(4242);
  private final double x0;
  private final double y0;
  private final int columns;
  private final int rows;
  private final float[] sunlit;
  private final float[] scratch;
  private float[] sun = {0, 0, 1};

  ShadeMap(Scenery scenery, double x0, double y0, double x1, double y1) {
    this.scenery = scenery;
    this.x0 = x0;
    this.y0 = y0;
    columns = (int) ((x1 - x0) / TEXEL) + 2;
    rows = (int) ((y1 - y0) / TEXEL) + 2;
    sunlit = new float[columns * rows];
    scratch = new float[columns * rows];
  }

  /** A map that covers the spots of a site and what is near them. */
  static ShadeMap around(Site site) {
    double minX = 1e9;
    double maxX = -1e9;
    double minY = 1e9;
    double maxY = -1e9;
    for (Spot spot : site.spots()) {
      minX = Math.min(minX, spot.x());
      maxX = Math.max(maxX, spot.x());
      minY = Math.min(minY, spot.y());
      maxY = Math.max(maxY, spot.y());
    }
    double margin = 42;
    return new ShadeMap(site.scenery(), minX - margin, minY - margin, maxX + margin, maxY + margin);
  }

  /**
   * Casts all shadows anew.
   *
   * @param bright whether there is any direct light to be shaded from
   */
  void cast(float[] towardsSun, boolean bright) {
    sun = towardsSun;
    Arrays.fill(sunlit, 1);
    if (!bright) {
      return;
    }
    for (var block : scenery.blocks) {
      block(block);
    }
    blur();
    for (var ball : scenery.balls) {
      ball(ball);
    }
  }

  private void block(Scenery.Block b) {
    double ox = -sun[0] / sun[2] * b.height();
    double oy = -sun[1] / sun[2] * b.height();
    var points = new ArrayList<double[]>();
    for (double[] p :
        List.of(
            new double[] {b.x0(), b.y0()},
            new double[] {b.x1(), b.y0()},
            new double[] {b.x1(), b.y1()},
            new double[] {b.x0(), b.y1()})) {
      points.add(p);
      points.add(new double[] {p[0] + ox, p[1] + oy});
    }
    double[] hull = Footprint.hull(points);
    double minX = 1e9;
    double maxX = -1e9;
    double minY = 1e9;
    double maxY = -1e9;
    for (int i = 0; i < hull.length; i += 2) {
      minX = Math.min(minX, hull[i]);
      maxX = Math.max(maxX, hull[i]);
      minY = Math.min(minY, hull[i + 1]);
      maxY = Math.max(maxY, hull[i + 1]);
    }
    for (int row = row(minY - 1); row <= row(maxY + 1); row++) {
      for (int column = column(minX - 1); column <= column(maxX + 1); column++) {
        double away = Footprint.outside(hull, x0 + column * TEXEL, y0 + row * TEXEL);
        sunlit[row * columns + column] *= (float) Math.clamp(away / TEXEL + 0.5, 0, 1);
      }
    }
  }

  private void ball(Scenery.Ball b) {
    double cx = b.x() - sun[0] / sun[2] * b.z();
    double cy = b.y() - sun[1] / sun[2] * b.z();
    double flat = Math.max(1e-6, Math.hypot(sun[0], sun[1]));
    double ux = sun[0] / flat;
    double uy = sun[1] / flat;
    double reach = b.radius() / sun[2];
    for (int row = row(cy - reach); row <= row(cy + reach); row++) {
      for (int column = column(cx - reach); column <= column(cx + reach); column++) {
        double dx = x0 + column * TEXEL - cx;
        double dy = y0 + row * TEXEL - cy;
        double along = (dx * ux + dy * uy) * sun[2];
        double across = dy * ux - dx * uy;
        double r = Math.hypot(along, across) / b.radius();
        if (r < 1.1) {
          double dapple = 0.5 * (noise.at(along * 2.2 + b.x(), across * 2.2 + b.z()) - 0.5);
          double dark = LEAVES * Light.smooth((1 - r + dapple) * 2.6);
          sunlit[row * columns + column] *= (float) (1 - dark);
        }
      }
    }
  }

  private int row(double y) {
    return Math.clamp((int) ((y - y0) / TEXEL), 0, rows - 1);
  }

  private int column(double x) {
    return Math.clamp((int) ((x - x0) / TEXEL), 0, columns - 1);
  }

  private void blur() {
    for (int row = 1; row < rows - 1; row++) {
      for (int i = row * columns + 1; i < (row + 1) * columns - 1; i++) {
        scratch[i] = 0.25f * (sunlit[i - 1] + sunlit[i + 1]) + 0.5f * sunlit[i];
      }
    }
    for (int row = 1; row < rows - 1; row++) {
      for (int i = row * columns + 1; i < (row + 1) * columns - 1; i++) {
        sunlit[i] = 0.25f * (scratch[i - columns] + scratch[i + columns]) + 0.5f * scratch[i];
      }
    }
  }

  /** 1 in full sun, 0 in deep shade; outside of the map always 1. */
  float at(double x, double y) {
    double u = (x - x0) / TEXEL;
    double v = (y - y0) / TEXEL;
    int column = (int) u;
    int row = (int) v;
    if (u < 0 || v < 0 || column >= columns - 1 || row >= rows - 1) {
      return 1;
    }
    float fu = (float) (u - column);
    float fv = (float) (v - row);
    int i = row * columns + column;
    float top = sunlit[i] + fu * (sunlit[i + 1] - sunlit[i]);
    float low = sunlit[i + columns] + fu * (sunlit[i + columns + 1] - sunlit[i + columns]);
    return top + fv * (low - top);
  }

  /** The same for a point above the ground. */
  float at(double x, double y, double z) {
    return at(x - sun[0] / sun[2] * z, y - sun[1] / sun[2] * z);
  }
}
