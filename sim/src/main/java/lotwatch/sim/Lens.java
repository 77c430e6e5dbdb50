package lotwatch.sim;

import static java.lang.Math.cos;
import static java.lang.Math.sin;
import static java.lang.Math.tan;

/**
 * Where a camera stands and how the world falls on its image: a pinhole in metres, x east, y north,
 * z up.
 */
final class Lens {
  /** Nothing nearer than this many metres is drawn. */
  static final double NEAR = 0.4;

  final double x;
  final double y;
  final double z;
  final int width;
  final int height;
  final double focal;
  final double[] right;
  final double[] up;
  final double[] forward;

  /**
   * @param yaw radians clockwise from north
   * @param pitch radians below the horizon
   * @param roll radians, clockwise as seen from behind the camera
   * @param view horizontal field of view in radians
   */
  record Aim(double x, double y, double z, double yaw, double pitch, double roll, double view) {}

  Lens(Aim aim, int width, int height) {
    x = aim.x;
    y = aim.y;
    z = aim.z;
    this.width = width;
    this.height = height;
    focal = width / 2.0 / tan(aim.view / 2);
    forward =
        new double[] {
          sin(aim.yaw) * cos(aim.pitch), cos(aim.yaw) * cos(aim.pitch), -sin(aim.pitch)
        };
    double[] level = {cos(aim.yaw), -sin(aim.yaw), 0};
    double[] above = {sin(aim.yaw) * sin(aim.pitch), cos(aim.yaw) * sin(aim.pitch), cos(aim.pitch)};
    right = new double[3];
    up = new double[3];
    for (int i = 0; i < 3; i++) {
      right[i] = level[i] * cos(aim.roll) - above[i] * sin(aim.roll);
      up[i] = above[i] * cos(aim.roll) + level[i] * sin(aim.roll);
    }
  }

  /** The same view with {@code factor} times as many pixels each way. */
  Lens(Lens lens, int factor) {
    x = lens.x;
    y = lens.y;
    z = lens.z;
    width = lens.width * factor;
    height = lens.height * factor;
    focal = lens.focal * factor;
    right = lens.right;
    up = lens.up;
    forward = lens.forward;
  }

  /** Metres in front of the camera. */
  double depth(double wx, double wy, double wz) {
    return (wx - x) * forward[0] + (wy - y) * forward[1] + (wz - z) * forward[2];
  }

  /** View x in pixels of a point {@code depth} metres in front. */
  double column(double wx, double wy, double wz, double depth) {
    double side = (wx - x) * right[0] + (wy - y) * right[1] + (wz - z) * right[2];
    return width / 2.0 + focal * side / depth;
  }

  /** View y in pixels of a point {@code depth} metres in front. */
  double row(double wx, double wy, double wz, double depth) {
    double rise = (wx - x) * up[0] + (wy - y) * up[1] + (wz - z) * up[2];
    return height / 2.0 - focal * rise / depth;
  }

  /** One component (0 x, 1 y, 2 z) of the ray through a pixel; not of unit length. */
  double ray(int axis, double column, double row) {
    double side = (column - width / 2.0) / focal;
    double rise = (height / 2.0 - row) / focal;
    return forward[axis] + side * right[axis] + rise * up[axis];
  }
}
