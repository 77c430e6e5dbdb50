package lotwatch.sim;

import java.util.ArrayList;
import java.util.List;

/** One vehicle's way over the campus: where it is at each second since it set out. */
final class Drive {
  private static final double STEP = 0.2;
  private static final double CRUISE = 5.2;
  private static final double CREEP = 1.7;
  private static final double PUSH = 1.5;

  /** x, y, heading, second, by turns. */
  private final double[] nodes;

  private Drive(double[] nodes) {
    this.nodes = nodes;
  }

  /** How long it takes in seconds. */
  double seconds() {
    return nodes[nodes.length - 1];
  }

  /** How the middle of the car stands in its spot. */
  record Stand(double x, double y, double heading) {}

  /** Along the lane, then round into the spot. */
  static Drive in(Site.Aisle lane, Stand stand, double pace) {
    var way = new Way();
    double east = Math.signum(lane.toX() - lane.fromX());
    double north = Math.signum(stand.y - lane.y());
    double swing = north * -0.9;
    double radius = 4.4;
    double turnX = stand.x - east * radius;
    double laneY = lane.y() + swing;
    way.straight(lane.fromX(), laneY, turnX, laneY, CRUISE);
    way.arc(turnX, laneY, stand.x, laneY + north * radius, CREEP * 1.25);
    way.straight(stand.x, laneY + north * radius, stand.x, stand.y, CREEP);
    return way.drive(stand.heading, pace, true);
  }

  /** Backwards out of the spot, then away along the lane. */
  static Drive out(Site.Aisle lane, Stand stand, double pace) {
    var way = new Way();
    double east = Math.signum(lane.toX() - lane.fromX());
    double north = Math.signum(stand.y - lane.y());
    double radius = 4.4;
    double laneY = lane.y() + north * -0.9;
    double turnX = stand.x - east * radius;
    way.backwards = true;
    way.straight(stand.x, stand.y, stand.x, laneY + north * radius, CREEP * 0.8);
    way.arc(stand.x, laneY + north * radius, turnX, laneY, CREEP * 0.9);
    way.backwards = false;
    way.pause();
    way.straight(turnX, laneY, lane.toX(), laneY, CRUISE);
    return way.drive(stand.heading, pace, false);
  }

  /** Straight through. */
  static Drive past(double fromX, double toX, double y, double speed) {
    var way = new Way();
    way.straight(fromX, y, toX, y, speed);
    return way.drive(0, 1, true);
  }

  /** Where the vehicle is {@code second} seconds after it set out. */
  Pose at(Vehicle vehicle, double second) {
    int low = 0;
    int high = nodes.length / 4 - 1;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (nodes[4 * middle + 3] <= second) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double span = nodes[4 * high + 3] - nodes[4 * low + 3];
    double t = Math.clamp((second - nodes[4 * low + 3]) / Math.max(1e-9, span), 0, 1);
    double speed =
        Math.hypot(nodes[4 * high] - nodes[4 * low], nodes[4 * high + 1] - nodes[4 * low + 1])
            / Math.max(1e-9, span);
    return new Pose(
        vehicle,
        nodes[4 * low] + t * (nodes[4 * high] - nodes[4 * low]),
        nodes[4 * low + 1] + t * (nodes[4 * high + 1] - nodes[4 * low + 1]),
        nodes[4 * low + 2] + t * (nodes[4 * high + 2] - nodes[4 * low + 2]),
        true,
        speed < 2.2);
  }

  /** A way under construction. */
  private static final class Way {
    private final List<double[]> points = new ArrayList<>(); // x, y, heading, speed limit, pause
    private boolean backwards;

    void straight(double x0, double y0, double x1, double y1, double speed) {
      double length = Math.hypot(x1 - x0, y1 - y0);
      double heading = Math.atan2(y1 - y0, x1 - x0) + (backwards ? Math.PI : 0);
      int n = Math.max(1, (int) (length / STEP));
      for (int i = 0; i <= n; i++) {
        double t = (double) i / n;
        add(x0 + t * (x1 - x0), y0 + t * (y1 - y0), heading, speed);
      }
    }

    /** A quarter circle that leaves along the current direction. */
    void arc(double x0, double y0, double x1, double y1, double speed) {
      double start = points.getLast()[2] - (backwards ? Math.PI : 0);
      double side = Math.signum(Math.cos(start) * (y1 - y0) - Math.sin(start) * (x1 - x0));
      double radius = Math.abs(x1 - x0);
      for (int i = 1; i <= 24; i++) {
        double turn = Math.PI / 2 * i / 24;
        double ahead = radius * Math.sin(turn);
        double left = side * radius * (1 - Math.cos(turn));
        add(
            x0 + ahead * Math.cos(start) - left * Math.sin(start),
            y0 + ahead * Math.sin(start) + left * Math.cos(start),
            start + side * turn + (backwards ? Math.PI : 0),
            speed);
      }
    }

    void pause() {
      points.getLast()[4] = 0.8;
      points.getLast()[3] = 0.3;
    }

    private void add(double x, double y, double heading, double speed) {
      points.add(new double[] {x, y, heading, speed, 0});
    }

    /**
     * @param lean heading of the standing car, which the way's spot end bends to
     * @param arrives whether the spot is at the end
     */
    Drive drive(double lean, double pace, boolean arrives) {
      int n = points.size();
      points.get(arrives ? n - 1 : 0)[3] =
          Math.min(points.get(arrives ? n - 1 : 0)[3], arrives && lean == 0 ? 99 : 0.25);
      limit();
      unwind();
      if (lean != 0) {
        bend(lean, arrives);
      }
      var nodes = new double[4 * n];
      double second = 0;
      for (int i = 0; i < n; i++) {
        double[] p = points.get(i);
        if (i > 0) {
          double[] q = points.get(i - 1);
          second += Math.hypot(p[0] - q[0], p[1] - q[1]) / (0.5 * (p[3] + q[3]) * pace) + 1e-6;
        }
        nodes[4 * i] = p[0];
        nodes[4 * i + 1] = p[1];
        nodes[4 * i + 2] = p[2];
        nodes[4 * i + 3] = second;
        second += p[4];
      }
      return new Drive(nodes);
    }

    /** No harder braking or pushing than people do. */
    private void limit() {
      for (int pass = 0; pass < 2; pass++) {
        for (int k = 1; k < points.size(); k++) {
          int i = pass == 0 ? k : points.size() - 1 - k;
          double[] p = points.get(i);
          double[] q = points.get(pass == 0 ? i - 1 : i + 1);
          double gap = Math.hypot(p[0] - q[0], p[1] - q[1]);
          p[3] = Math.min(p[3], Math.sqrt(q[3] * q[3] + 2 * PUSH * gap));
        }
      }
    }

    /** Headings without jumps of a full turn. */
    private void unwind() {
      for (int i = 1; i < points.size(); i++) {
        double turn = points.get(i)[2] - points.get(i - 1)[2];
        points.get(i)[2] -= 2 * Math.PI * Math.round(turn / (2 * Math.PI));
      }
    }

    private void bend(double lean, boolean arrives) {
      int n = points.size();
      double there = points.get(arrives ? n - 1 : 0)[2];
      double off = Math.IEEEremainder(lean - there, 2 * Math.PI);
      int reach = Math.min(n, 20);
      for (int i = 0; i < reach; i++) {
        points.get(arrives ? n - 1 - i : i)[2] += off * (1 - (double) i / reach);
      }
    }
  }
}
