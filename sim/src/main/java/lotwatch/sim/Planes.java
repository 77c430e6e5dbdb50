package lotwatch.sim;

import lotwatch.media.Frame;

/** An image as {@link Frame} holds it, made from fine pixels. */
final class Planes {
  final int width;
  final int height;
  final byte[] bytes;

  /**
   * @throws IllegalArgumentException if a side is odd
   */
  Planes(int width, int height) {
    if (width % 2 != 0 || height % 2 != 0) {
      throw new IllegalArgumentException("%d x %d has an odd side".formatted(width, height));
    }
    this.width = width;
    this.height = height;
    bytes = new byte[Frame.bytes(width, height)];
  }

  /** Averages fine pixels into the luma and chroma (BT.601, limited range) of an area. */
  void resolve(Canvas fine, Area area, byte[] out) {
    int luma = width * height;
    int chroma = luma / 4;
    for (int row = area.y0(); row < area.y1(); row += 2) {
      for (int column = area.x0(); column < area.x1(); column += 2) {
        int sumRed = 0;
        int sumGreen = 0;
        int sumBlue = 0;
        for (int p = 0; p < 4; p++) {
          int x = column + (p & 1);
          int y = row + (p >> 1);
          int i = y * 2 * fine.width + x * 2;
          int a = fine.colour[i];
          int b = fine.colour[i + 1];
          int c = fine.colour[i + fine.width];
          int d = fine.colour[i + fine.width + 1];
          int red = (a >> 16 & 255) + (b >> 16 & 255) + (c >> 16 & 255) + (d >> 16 & 255);
          int green = (a >> 8 & 255) + (b >> 8 & 255) + (c >> 8 & 255) + (d >> 8 & 255);
          int blue = (a & 255) + (b & 255) + (c & 255) + (d & 255);
          out[y * width + x] = (byte) (16 + ((263 * red + 516 * green + 100 * blue + 2048) >> 12));
          sumRed += red;
          sumGreen += green;
          sumBlue += blue;
        }
        int i = row / 2 * (width / 2) + column / 2;
        out[luma + i] =
            (byte) (128 + ((-152 * sumRed - 298 * sumGreen + 450 * sumBlue + 8192) >> 14));
        out[luma + chroma + i] =
            (byte) (128 + ((450 * sumRed - 377 * sumGreen - 73 * sumBlue + 8192) >> 14));
      }
    }
  }
}
