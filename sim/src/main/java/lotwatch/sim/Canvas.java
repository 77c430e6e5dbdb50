package lotwatch.sim;

import java.util.Arrays;

/** An image being drawn: colours and, per pixel, how near the nearest surface is. */
final class Canvas {
  final int width;
  final int height;
  final int[] colour;

  /** One over the depth in metres; 0 where nothing stands above the ground. */
  final float[] near;

  /** What the surface is ({@link Backdrop}); empty where nobody asks. */
  final int[] surface;

  private final Plane depth = new Plane();
  private final Plane red = new Plane();
  private final Plane green = new Plane();
  private final Plane blue = new Plane();
  private int left;
  private int top;
  private int rightEnd;
  private int bottomEnd;

  Canvas(int width, int height, boolean surfaces) {
    this.width = width;
    this.height = height;
    colour = new int[width * height];
    near = new float[width * height];
    surface = surfaces ? new int[width * height] : new int[0];
    clip(0, 0, width, height);
  }

  /** Draws only inside these pixels from now on. */
  void clip(int fromX, int fromY, int endX, int endY) {
    left = Math.max(0, fromX);
    top = Math.max(0, fromY);
    rightEnd = Math.min(width, endX);
    bottomEnd = Math.min(height, endY);
  }

  void clear() {
    Arrays.fill(colour, 0);
    Arrays.fill(near, 0);
  }

  /** One corner of a triangle in pixels; near is one over the depth. */
  static final class Corner {
    float x;
    float y;
    float near;
    float red;
    float green;
    float blue;
  }

  /** A value that runs straight over a triangle. */
  private static final class Plane {
    private float origin;
    private float perColumn;
    private float perRow;

    void set(float a, float b, float c, float bx, float by, float cx, float cy) {
      origin = a;
      perColumn = bx * (b - a) + cx * (c - a);
      perRow = by * (b - a) + cy * (c - a);
    }

    float at(float dx, float dy) {
      return origin + dx * perColumn + dy * perRow;
    }
  }

  /** Fills a triangle, colours running smoothly between its corners, where it is the nearest. */
  void fill(Corner a, Corner b, Corner c, int what) {
    float area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    if (Math.abs(area) < 1e-6f) {
      return;
    }
    int minY = Math.max(top, (int) Math.ceil(Math.min(a.y, Math.min(b.y, c.y)) - 0.5f));
    int maxY = Math.min(bottomEnd - 1, (int) Math.floor(Math.max(a.y, Math.max(b.y, c.y)) - 0.5f));
    float over = 1 / area;
    // weights of b and c as planes over the image
    float bx = (c.y - a.y) * over;
    float by = -(c.x - a.x) * over;
    float cx = -(b.y - a.y) * over;
    float cy = (b.x - a.x) * over;
    depth.set(a.near, b.near, c.near, bx, by, cx, cy);
    red.set(a.red, b.red, c.red, bx, by, cx, cy);
    green.set(a.green, b.green, c.green, bx, by, cx, cy);
    blue.set(a.blue, b.blue, c.blue, bx, by, cx, cy);
    for (int row = minY; row <= maxY; row++) {
      float y = row + 0.5f;
      float from = Float.MAX_VALUE;
      float end = -Float.MAX_VALUE;
      for (int edge = 0; edge < 3; edge++) {
        Corner p = edge == 0 ? a : edge == 1 ? b : c;
        Corner q = edge == 0 ? b : edge == 1 ? c : a;
        if ((p.y <= y) != (q.y <= y)) {
          float x = p.x + (y - p.y) * (q.x - p.x) / (q.y - p.y);
          from = Math.min(from, x);
          end = Math.max(end, x);
        }
      }
      int minX = Math.max(left, (int) Math.ceil(from - 0.5f));
      int maxX = Math.min(rightEnd - 1, (int) Math.ceil(end - 0.5f) - 1);
      if (minX > maxX) {
        continue;
      }
      span(row * width + minX, maxX - minX + 1, minX + 0.5f - a.x, y - a.y, what);
    }
  }

  private void span(int start, int length, float dx, float dy, int what) {
    float nearer = depth.at(dx, dy);
    float r = red.at(dx, dy);
    float g = green.at(dx, dy);
    float b = blue.at(dx, dy);
    boolean surfaces = surface.length > 0;
    for (int i = start; i < start + length; i++) {
      if (nearer > near[i]) {
        near[i] = nearer;
        colour[i] = byteOf(r) << 16 | byteOf(g) << 8 | byteOf(b);
        if (surfaces) {
          surface[i] = what;
        }
      }
      nearer += depth.perColumn;
      r += red.perColumn;
      g += green.perColumn;
      b += blue.perColumn;
    }
  }

  private static int byteOf(float value) {
    return value <= 0 ? 0 : value >= 255 ? 255 : (int) value;
  }
}
