package lotwatch.media;

import java.util.List;

/**
 * The outline of a spot in image coordinates that do not depend on the image's size: x and y run
 * from 0 (left, top) to 1 (right, bottom).
 *
 * @param corners in order along the outline, either way round; {@value #CORNERS_MIN} to {@value
 *     #CORNERS_MAX} of them
 */
public record Polygon(List<Point> corners) {
  /** The fewest corners that enclose anything. */
  public static final int CORNERS_MIN = 3;

  /** More corners than any parking spot needs. */
  public static final int CORNERS_MAX = 16;

  /** One corner. */
  public record Point(double x, double y) {}

  public Polygon {
    corners = List.copyOf(corners);
  }
}
