package lotwatch.ledger;

import java.util.List;

/**
 * One spot that a camera watches.
 *
 * @param lot the lot the spot belongs to
 * @param spot the spot, unique within its camera
 * @param outline its corners in the camera's frame, in order, 0..1 from left and top; 3 to {@value
 *     #CORNERS_MAX}
 */
public record Watch(LotId lot, SpotId spot, List<Corner> outline) {
  /** Corners of one spot's outline. */
  public static final int CORNERS_MAX = 16;

  /** One corner of an outline, 0..1 from the left and from the top of the frame. */
  public record Corner(double x, double y) {}

  /**
   * @throws IllegalArgumentException if there are too few or too many corners
   */
  public Watch {
    outline = List.copyOf(outline);
    if (outline.size() < 3 || outline.size() > CORNERS_MAX) {
      throw new IllegalArgumentException(
          "spot %s has %d corners, the limits are 3 and %d"
              .formatted(spot, outline.size(), CORNERS_MAX));
    }
  }
}
