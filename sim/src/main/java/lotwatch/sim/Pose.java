package lotwatch.sim;

/**
 * Where a vehicle is.
 *
 * @param heading radians counter-clockwise from east
 * @param moving lamps lit when it is dark
 * @param braking brake lamps lit
 */
record Pose(Vehicle vehicle, double x, double y, double heading, boolean moving, boolean braking) {

  /** World x of a point given along the car and to its left. */
  double worldX(double along, double left) {
    return x + along * Math.cos(heading) - left * Math.sin(heading);
  }

  double worldY(double along, double left) {
    return y + along * Math.sin(heading) + left * Math.cos(heading);
  }
}
