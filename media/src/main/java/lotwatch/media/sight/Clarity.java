package lotwatch.media.sight;

import lotwatch.media.Frame;
import lotwatch.wire.Observation.Visibility;

/**
 * Whether a camera can see at all, from how many edges its image has: a lens that is covered,
 * fogged up or far out of focus, and a night without a lamp, have none.
 *
 * <p>The image is averaged to a grid first, so that the noise of a dark sensor is no edge.
 */
final class Clarity {
  /** Cells across the image's width and height. */
  static final int ACROSS = 96;

  static final int DOWN = 54;

  /** Luma steps between two cells side by side that make an edge. */
  static final int EDGE_MIN = 6;

  /** The smallest part of all neighbouring pairs that are edges where a camera sees. */
  static final double EDGES_MIN = 0.004;

  /** Mean luma (16 is black) below which an image without edges is black, not covered. */
  static final int BLACK_MAX = 40;

  /** The most pixels taken across and down a cell. */
  private static final int SAMPLES_MAX = 8;

  private Clarity() {}

  /** What the camera that took this frame can see. */
  static Visibility of(Frame frame) {
    var across = Math.min(ACROSS, frame.width());
    var down = Math.min(DOWN, frame.height());
    var cells = new int[across * down];
    var sum = 0L;
    for (var y = 0; y < down; y++) {
      for (var x = 0; x < across; x++) {
        var cell =
            mean(
                frame,
                x * frame.width() / across,
                y * frame.height() / down,
                (x + 1) * frame.width() / across,
                (y + 1) * frame.height() / down);
        cells[y * across + x] = cell;
        sum += cell;
      }
    }
    if (edges(cells, across) >= EDGES_MIN) {
      return Visibility.CLEAR;
    }
    return sum / cells.length < BLACK_MAX ? Visibility.BLACK : Visibility.COVERED;
  }

  /** The part of neighbouring pairs that differ. */
  private static double edges(int[] cells, int across) {
    var edges = 0;
    for (var i = across + 1; i < cells.length; i++) {
      if (i % across != 0 && Math.abs(cells[i] - cells[i - 1]) >= EDGE_MIN) {
        edges++;
      }
      if (Math.abs(cells[i] - cells[i - across]) >= EDGE_MIN) {
        edges++;
      }
    }
    return edges / (2.0 * cells.length);
  }

  private static int mean(Frame frame, int left, int top, int right, int bottom) {
    var stepX = Math.max(1, (right - left) / SAMPLES_MAX);
    var stepY = Math.max(1, (bottom - top) / SAMPLES_MAX);
    var planes = frame.planes();
    var sum = 0;
    var count = 0;
    for (var y = top; y < bottom; y += stepY) {
      var row = y * frame.width();
      for (var x = left; x < right; x += stepX) {
        sum += planes[row + x] & 0xff;
        count++;
      }
    }
    return sum / count;
  }
}
