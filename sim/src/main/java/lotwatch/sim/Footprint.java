package lotwatch.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The outline that a vehicle and its shadow cover on the ground.
 *
 * @param hull corners counter-clockwise, x and y by turns, of the shadow under the sun
 * @param reach metres from the vehicle's middle beyond which it shades nothing
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never written
record Footprint(Pose pose, double[] hull, double reach, double cos, double sin) {
  private static final double SOFT = 0.22;
  private static final double OPEN_REACH = 4.6;

  static Footprint of(Pose pose, float[] sun) {
    Vehicle v = pose.vehicle();
    double half = v.length() / 2;
    double side = v.width() / 2;
    VehicleKind kind = v.kind();
    var points = new ArrayList<double[]>();
    double belt = kind.belt * v.scale();
    double rear = half - kind.roofRear * 2 * half;
    double front = half - kind.roofFront * 2 * half;
    for (int s = -1; s <= 1; s += 2) {
      points.add(cast(pose, half * 0.97, s * side * 0.85, 0, sun));
      points.add(cast(pose, -half * 0.97, s * side * 0.85, 0, sun));
      points.add(cast(pose, half * 0.8, s * side, 0, sun));
      points.add(cast(pose, -half * 0.8, s * side, 0, sun));
      points.add(cast(pose, half * 0.96, s * side * 0.85, belt * 0.82, sun));
      points.add(cast(pose, -half * 0.97, s * side * 0.85, belt, sun));
      points.add(cast(pose, rear, s * side * 0.76, v.height(), sun));
      points.add(cast(pose, front, s * side * 0.76, v.height(), sun));
    }
    double reach = 0;
    for (double[] p : points) {
      reach = Math.max(reach, Math.hypot(p[0] - pose.x(), p[1] - pose.y()) + SOFT);
    }
    return new Footprint(
        pose, hull(points), reach, Math.cos(pose.heading()), Math.sin(pose.heading()));
  }

  private static double[] cast(Pose pose, double along, double left, double z, float[] sun) {
    return new double[] {
      pose.worldX(along, left) - sun[0] / sun[2] * z, pose.worldY(along, left) - sun[1] / sun[2] * z
    };
  }

  /** Convex hull, counter-clockwise (monotone chain). */
  static double[] hull(List<double[]> points) {
    var sorted = new ArrayList<>(points);
    sorted.sort(Comparator.<double[]>comparingDouble(p -> p[0]).thenComparingDouble(p -> p[1]));
    var chain = new ArrayList<double[]>();
    for (int pass = 0; pass < 2; pass++) {
      int base = chain.size();
      for (double[] p : pass == 0 ? sorted : sorted.reversed()) {
        while (chain.size() >= base + 2
            && turn(chain.get(chain.size() - 2), chain.getLast(), p) <= 1e-9) {
          chain.removeLast();
        }
        chain.add(p);
      }
      chain.removeLast();
    }
    var flat = new double[chain.size() * 2];
    for (int i = 0; i < chain.size(); i++) {
      flat[2 * i] = chain.get(i)[0];
      flat[2 * i + 1] = chain.get(i)[1];
    }
    return flat;
  }

  private static double turn(double[] a, double[] b, double[] c) {
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  }

  /** 1 in full sun, 0 deep in this shadow. */
  double sunlit(double x, double y) {
    double dx = x - pose.x();
    double dy = y - pose.y();
    if (dx * dx + dy * dy > reach * reach) {
      return 1;
    }
    return Light.smooth(outside(hull, x, y) / SOFT + 0.5);
  }

  /** How much of the sky a point on the ground sees beside this vehicle, 0..1. */
  double open(double x, double y) {
    double dx = x - pose.x();
    double dy = y - pose.y();
    if (dx * dx + dy * dy > OPEN_REACH * OPEN_REACH) {
      return 1;
    }
    double along = Math.abs(dx * cos + dy * sin) - pose.vehicle().length() / 2 * 0.93;
    double across = Math.abs(dy * cos - dx * sin) - pose.vehicle().width() / 2 * 0.90;
    double away = Math.hypot(Math.max(0, along), Math.max(0, across));
    double in = Math.min(0, Math.max(along, across));
    return 1 - 0.62 * Math.exp(-away / 0.38) - 0.25 * Light.smooth(-in / 0.5);
  }

  /** Metres outside a convex outline; negative inside. */
  static double outside(double[] hull, double x, double y) {
    double most = -1e9;
    int n = hull.length;
    for (int i = 0; i < n; i += 2) {
      double ax = hull[i];
      double ay = hull[i + 1];
      double dx = hull[(i + 2) % n] - ax;
      double dy = hull[(i + 3) % n] - ay;
      double away = ((x - ax) * dy - (y - ay) * dx) / Math.sqrt(dx * dx + dy * dy);
      most = Math.max(most, away);
    }
    return most;
  }
}
