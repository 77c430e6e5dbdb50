package lotwatch.media.sight;

import java.util.Arrays;

/**
 * One side of an upright crop, worked out ahead: which image pixels each output pixel is made of,
 * and how much each counts. The weights of one output pixel add up to 1.
 *
 * <p>Bilinear samples, averaged, are the same as a weighted sum along one side of weighted sums
 * along the other; the sums are far fewer.
 */
final class Taps {
  /** View pixels per output pixel; even, so that they can be added two by two. */
  private final int count;

  /** The first image pixel of each output pixel. */
  private final int[] first = new int[Crop.SIZE];

  /** The same, from the first image pixel of all on. */
  private final int[] column = new int[Crop.SIZE];

  /** Tap by tap, {@link Crop#SIZE} weights each. */
  private final float[] weights;

  /** Pixels along this side of the image. */
  private final int length;

  /**
   * The taps of output pixels that each average {@code samples} bilinear samples.
   *
   * @param start where the crop begins, in pixels, 0 being the middle of the image's first one
   * @param reach how far it goes, in pixels
   * @param length of this side of the image; outside it its edge goes on
   */
  Taps(double start, double reach, int samples, int length) {
    this.length = length;
    var all = Crop.SIZE * samples;
    var whole = new int[all];
    var part = new float[all];
    for (var i = 0; i < all; i++) {
      var at = Math.clamp((float) (start + reach / all * (i + 0.5)), 0f, length - 1f);
      whole[i] = (int) at;
      part[i] = at - whole[i];
    }
    var widest = 0;
    for (var i = 0; i < Crop.SIZE; i++) {
      first[i] = whole[i * samples];
      widest = Math.max(widest, whole[i * samples + samples - 1] - first[i] + 2);
    }
    this.count = widest + widest % 2;
    this.weights = new float[count * Crop.SIZE];
    for (var i = 0; i < Crop.SIZE; i++) {
      column[i] = first[i] - first[0];
    }
    for (var i = 0; i < all; i++) {
      var to = i / samples;
      var tap = whole[i] - first[to];
      weights[tap * Crop.SIZE + to] += (1 - part[i]) / samples;
      weights[(tap + 1) * Crop.SIZE + to] += part[i] / samples;
    }
  }

  /** How many image pixels all output pixels together need, with those that weigh nothing. */
  private int span() {
    return first[Crop.SIZE - 1] + count - first[0];
  }

  /**
   * Makes one plane of a crop.
   *
   * @param from holds the image's plane from {@code start} on, {@code across.length} bytes a row
   * @param out gets {@code SIZE * SIZE} values, 0 to 255, from {@code offset} on
   */
  static void plane(Taps across, Taps down, byte[] from, int start, float[] out, int offset) {
    var rows = new Rows(across, down, from, start);
    var line = new float[across.span()];
    for (var row = 0; row < Crop.SIZE; row++) {
      for (var tap = 0; tap < down.count; tap += 2) {
        var weight = down.weights[tap * Crop.SIZE + row];
        var weightBelow = down.weights[(tap + 1) * Crop.SIZE + row];
        var upper = rows.at(down.first[row] + tap);
        var lower = rows.at(down.first[row] + tap + 1);
        if (tap == 0) {
          set(line, upper, weight, lower, weightBelow);
        } else {
          add(line, upper, weight, lower, weightBelow);
        }
      }
      across.squeeze(line, out, offset + row * Crop.SIZE);
    }
  }

  private static void set(float[] line, float[] upper, float weight, float[] lower, float below) {
    for (var x = 0; x < line.length; x++) {
      line[x] = upper[x] * weight + lower[x] * below;
    }
  }

  private static void add(float[] line, float[] upper, float weight, float[] lower, float below) {
    for (var x = 0; x < line.length; x++) {
      line[x] += upper[x] * weight + lower[x] * below;
    }
  }

  /** The image's rows as floats, as far as the crop needs them, each made once from the top on. */
  private static final class Rows {
    private final byte[] from;
    private final int begin;
    private final int stride;
    private final int last;
    private final int used;
    private final int[] whole;
    private final float[][] rows;
    private final int[] which;

    Rows(Taps across, Taps down, byte[] from, int start) {
      this.from = from;
      this.begin = start + across.first[0];
      this.stride = across.length;
      this.last = down.length - 1;
      this.used = Math.min(across.span(), across.length - across.first[0]);
      this.whole = new int[used];
      this.rows = new float[down.count][across.span()];
      this.which = new int[down.count];
      Arrays.fill(which, -1);
    }

    /** Below the image its last row goes on. */
    float[] at(int row) {
      var slot = row % which.length;
      if (which[slot] != row) {
        which[slot] = row;
        read(begin + Math.min(row, last) * stride, rows[slot]);
      }
      return rows[slot];
    }

    /** In two loops that compile to vector instructions, which one of unsigned bytes does not. */
    private void read(int at, float[] to) {
      for (var x = 0; x < used; x++) {
        whole[x] = from[at + x];
      }
      for (var x = 0; x < used; x++) {
        to[x] = whole[x] & 0xff;
      }
    }
  }

  /** Sums one line of the image up to one line of the crop; chroma needs two taps, luma four. */
  private void squeeze(float[] line, float[] out, int offset) {
    switch (count) {
      case 2 -> {
        for (var i = 0; i < Crop.SIZE; i++) {
          var at = column[i];
          out[offset + i] = line[at] * weights[i] + line[at + 1] * weights[Crop.SIZE + i];
        }
      }
      case 4 -> {
        for (var i = 0; i < Crop.SIZE; i++) {
          var at = column[i];
          out[offset + i] =
              line[at] * weights[i]
                  + line[at + 1] * weights[Crop.SIZE + i]
                  + line[at + 2] * weights[2 * Crop.SIZE + i]
                  + line[at + 3] * weights[3 * Crop.SIZE + i];
        }
      }
      default -> {
        for (var i = 0; i < Crop.SIZE; i++) {
          var sum = 0f;
          for (var tap = 0; tap < count; tap++) {
            sum += line[column[i] + tap] * weights[tap * Crop.SIZE + i];
          }
          out[offset + i] = sum;
        }
      }
    }
  }
}
