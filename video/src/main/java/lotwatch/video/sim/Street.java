package lotwatch.video.sim;

import java.util.List;

/** The light of street lamps on the ground, as a share of a lamp's light right below it. */
final class Street {
  static final float RED = 1.25f;
  static final float GREEN = 0.98f;
  static final float BLUE = 0.62f;

  private final List<Scenery.Lamp> lamps;

  Street(List<Scenery.Lamp> lamps) {
    this.lamps = lamps;
  }

  float at(double x, double y) {
    double sum = 0;
    for (int i = 0; i < lamps.size(); i++) {
      var lamp = lamps.get(i);
      double dx = x - lamp.x();
      double dy = y - lamp.y();
      double h = lamp.z();
      double away = (dx * dx + dy * dy) / (h * h) + 1;
      sum += 1 / (away * Math.sqrt(away));
    }
    return (float) Math.min(1.5, sum);
  }

  /** The pool of light before a car with its lamps on. */
  static float beam(Pose pose, double x, double y) {
    double dx = x - pose.x();
    double dy = y - pose.y();
    double cos = Math.cos(pose.heading());
    double sin = Math.sin(pose.heading());
    double ahead = dx * cos + dy * sin - pose.vehicle().length() / 2;
    if (ahead < 0 || ahead > 26) {
      return 0;
    }
    double across = (dy * cos - dx * sin) / (0.8 + 0.22 * ahead);
    return (float) (1.5 * Light.smooth(ahead / 2) * Math.exp(-ahead / 7 - across * across));
  }
}
