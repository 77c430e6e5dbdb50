package lotwatch.media.spots;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lotwatch.media.Polygon;
import lotwatch.media.Polygon.Point;

/** Checks of a spot's outline, in pixels of the image it was drawn on. */
final class Outline {
  /** Drawing tools round: that far outside the image a corner is moved to its edge. */
  static final double OUTSIDE_PIXELS_MAX = 1;

  static final double AREA_PIXELS_MIN = 1;

  /**
   * A corner so near to the line between its neighbours is a slip of the hand: a diagonal pixel.
   */
  static final double KINK_PIXELS_MAX = 1.5;

  private Outline() {}

  /** The same corners without a last one that only repeats the first, as GeoJSON has it. */
  static List<Point> open(List<Point> corners) {
    var repeats = corners.size() > 1 && corners.getFirst().equals(corners.getLast());
    return repeats ? corners.subList(0, corners.size() - 1) : corners;
  }

  /** The same corners without those that make it cross itself, if they are only kinks. */
  static List<Point> straight(List<Point> corners) {
    var count = corners.size();
    if (count <= Polygon.CORNERS_MIN
        || count > Polygon.CORNERS_MAX
        || crossing(corners).isEmpty()) {
      return corners;
    }
    for (int i = 0; i < count; i++) {
      var before = corners.get((i + count - 1) % count);
      var after = corners.get((i + 1) % count);
      if (distance(corners.get(i), before, after) <= KINK_PIXELS_MAX) {
        var without = new ArrayList<>(corners);
        without.remove(i);
        if (crossing(without).isEmpty()) {
          return without;
        }
      }
    }
    return corners;
  }

  /** From a point to the nearest one of a segment. */
  private static double distance(Point from, Point a, Point b) {
    var dx = b.x() - a.x();
    var dy = b.y() - a.y();
    var length = dx * dx + dy * dy;
    var along = length == 0 ? 0 : ((from.x() - a.x()) * dx + (from.y() - a.y()) * dy) / length;
    var at = Math.clamp(along, 0.0, 1.0);
    return Math.hypot(from.x() - a.x() - at * dx, from.y() - a.y() - at * dy);
  }

  /** What is wrong, as the end of a sentence that begins with the field; empty if nothing is. */
  static Optional<String> problem(List<Point> corners, int width, int height) {
    if (corners.size() < Polygon.CORNERS_MIN || corners.size() > Polygon.CORNERS_MAX) {
      return Optional.of(
          "has %d corners; %d to %d are allowed"
              .formatted(corners.size(), Polygon.CORNERS_MIN, Polygon.CORNERS_MAX));
    }
    for (var corner : corners) {
      if (outside(corner.x(), width) || outside(corner.y(), height)) {
        return Optional.of(
            "has the corner [%s, %s] outside the image of %d x %d"
                .formatted(number(corner.x()), number(corner.y()), width, height));
      }
    }
    var isFlat = Math.abs(area(corners)) < AREA_PIXELS_MIN;
    return crossing(corners)
        .or(() ->
            isFlat
                ? Optional.of(
                    "has no area (under %s square pixel)".formatted(number(AREA_PIXELS_MIN)))
                : Optional.empty());
  }

  /** In coordinates of 0..1, corners just outside moved to the edge. */
  static Polygon normalised(List<Point> corners, int width, int height) {
    var points = new ArrayList<Point>(corners.size());
    for (var corner : corners) {
      points.add(
          new Point(
              Math.clamp(corner.x() / width, 0.0, 1.0), Math.clamp(corner.y() / height, 0.0, 1.0)));
    }
    return new Polygon(points);
  }

  private static boolean outside(double value, int size) {
    return !(value >= -OUTSIDE_PIXELS_MAX && value <= size + OUTSIDE_PIXELS_MAX);
  }

  /** Twice signed, halved: the shoelace formula. */
  private static double area(List<Point> corners) {
    var twice = 0.0;
    for (int i = 0; i < corners.size(); i++) {
      var a = corners.get(i);
      var b = corners.get((i + 1) % corners.size());
      twice += a.x() * b.y() - b.x() * a.y();
    }
    return twice / 2;
  }

  private static Optional<String> crossing(List<Point> corners) {
    var count = corners.size();
    for (int i = 0; i < count; i++) {
      for (int j = i + 2; j < count; j++) {
        var neighbours = (j + 1) % count == i;
        if (!neighbours
            && meet(
                corners.get(i),
                corners.get((i + 1) % count),
                corners.get(j),
                corners.get((j + 1) % count))) {
          return Optional.of("crosses itself: sides %d and %d meet".formatted(i + 1, j + 1));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether the segments ab and cd share a point. */
  private static boolean meet(Point a, Point b, Point c, Point d) {
    var abc = turn(a, b, c);
    var abd = turn(a, b, d);
    var cda = turn(c, d, a);
    var cdb = turn(c, d, b);
    if (abc * abd < 0 && cda * cdb < 0) {
      return true;
    }
    return (abc == 0 && within(a, b, c))
        || (abd == 0 && within(a, b, d))
        || (cda == 0 && within(c, d, a))
        || (cdb == 0 && within(c, d, b));
  }

  private static double turn(Point a, Point b, Point c) {
    return Math.signum((b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x()));
  }

  /** Whether c, known to be in line with ab, is between them. */
  private static boolean within(Point a, Point b, Point c) {
    return Math.min(a.x(), b.x()) <= c.x()
        && c.x() <= Math.max(a.x(), b.x())
        && Math.min(a.y(), b.y()) <= c.y()
        && c.y() <= Math.max(a.y(), b.y());
  }

  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }
}
