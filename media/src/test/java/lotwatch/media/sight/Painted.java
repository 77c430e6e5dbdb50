package lotwatch.media.sight;

import java.time.Instant;
import java.util.List;
import java.util.function.IntBinaryOperator;
import lotwatch.media.Frame;
import lotwatch.media.Polygon;
import lotwatch.media.Polygon.Point;

/** Images painted for tests. */
final class Painted {
  private Painted() {}

  /** A colourless frame whose luma at (x, y) is what {@code luma} says. */
  static Frame frame(int width, int height, IntBinaryOperator luma) {
    var planes = new byte[Frame.bytes(width, height)];
    for (var i = 0; i < planes.length; i++) {
      planes[i] = (byte) (i < width * height ? luma.applyAsInt(i % width, i / width) : 128);
    }
    return new Frame(0, Instant.EPOCH, width, height, planes);
  }

  /** An upright box; 0..1. */
  static Polygon box(double left, double top, double right, double bottom) {
    return new Polygon(
        List.of(
            new Point(left, top),
            new Point(right, top),
            new Point(right, bottom),
            new Point(left, bottom)));
  }
}
