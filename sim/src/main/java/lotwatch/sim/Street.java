package lotwatch.sim;

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
  static float beam(Footprint print, double x, double y) {
    Pose pose = print.pose();
    double dx = x - pose.x();
    double dy = y - pose.y();
    double ahead = dx * print.cos() + dy * print.sin() - pose.vehicle().length() / 2;
    if (ahead < 0 || ahead > 16.5) {
      return 0;
    }
    double across = (dy * print.cos() - dx * print.sin()) / (0.8 + 0.22 * ahead);
    if (Math.abs(across) > 2.2) {
      return 0;
    }
    return (float)
        (1.5
            * Light.smooth(ahead / 2)
            * Light.smooth((16.5 - ahead) / 6)
            * Math.exp(-ahead / 8 - across * across));
  }
}
