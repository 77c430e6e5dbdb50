package lotwatch.sim;

import static java.lang.Math.cos;
import static java.lang.Math.sin;

/**
 * One parking place of the campus, on the ground.
 *
 * @param id unique on its campus
 * @param lot whose capacity it counts for
 * @param x middle, metres east
 * @param y middle, metres north
 * @param heading where a car that drove in nose first points, radians counter-clockwise from east
 * @param length metres along the heading
 * @param width metres across
 * @param slant how far the painted sides lean, radians; 0 for a rectangle
 */
record Spot(
    String id,
    String lot,
    double x,
    double y,
    double heading,
    double length,
    double width,
    double slant) {

  /** A point of the spot; {@code along} and {@code across} run from -0.5 to 0.5. */
  double[] point(double along, double across) {
    double a = along * length;
    double b = across * width + Math.tan(slant) * a;
    return new double[] {
      x + a * cos(heading) - b * sin(heading), y + a * sin(heading) + b * cos(heading)
    };
  }

  /** The four corners: rear right, front right, front left, rear left. */
  double[][] corners() {
    return new double[][] {point(-0.5, -0.5), point(0.5, -0.5), point(0.5, 0.5), point(-0.5, 0.5)};
  }
}
