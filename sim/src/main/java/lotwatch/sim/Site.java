package lotwatch.sim;

import java.util.List;

/**
 * The part of the campus one camera sees.
 *
 * @param aisles driving lanes that serve the spots
 * @param roads lanes that only pass by
 */
record Site(
    Ground ground, Scenery scenery, List<Spot> spots, List<Aisle> aisles, List<Road> roads) {

  /**
   * A one-way lane along x between parked cars.
   *
   * @param y middle of the lane
   * @param fromX where cars come into being, outside the image
   * @param toX where they are gone again; less than fromX when they drive west
   * @param spots indexes of the spots reached from here
   */
  record Aisle(double y, double fromX, double toX, List<Integer> spots) {}

  /** A lane of a public road along x. */
  record Road(double y, double fromX, double toX, double speed) {}
}
