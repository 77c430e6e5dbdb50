package lotwatch.lab.training;

import static lotwatch.media.sight.Crop.SIZE;

import java.util.random.RandomGenerator;
import lotwatch.media.sight.Crop;

/**
 * Puts another spot's image into a crop where a camera would see it: beside the spot, in the row
 * behind it (above), or in the row before it (below), reaching a little in. What stands in the spot
 * stays what it was.
 */
final class Neighbour {
  private static final int PLANE = SIZE * SIZE;

  /** How a border slants, in pixels per pixel: the spread of it. */
  private static final double SLANT = 0.25;

  /** The margins of a crop, in its pixels. */
  private static final double SIDE = SIZE * Crop.MARGIN_SIDE / (1 + 2 * Crop.MARGIN_SIDE);

  private static final double ABOVE =
      SIZE * Crop.MARGIN_ABOVE / (1 + Crop.MARGIN_ABOVE + Crop.MARGIN_BELOW);
  private static final double BELOW =
      SIZE * Crop.MARGIN_BELOW / (1 + Crop.MARGIN_ABOVE + Crop.MARGIN_BELOW);

  private Neighbour() {}

  /** The next spot of the row. */
  static void beside(float[] crop, float[] other, boolean bare, RandomGenerator random) {
    var bound = (bare ? 0 : SIDE) + SIZE * 0.12 * (random.nextDouble() * 1.4 - 0.4);
    var left = random.nextBoolean();
    var slant = SLANT * random.nextGaussian();
    for (var y = 0; y < SIZE; y++) {
      for (var x = 0; x < SIZE; x++) {
        var u = (left ? x : SIZE - 1 - x) + slant * (y - SIZE / 2.0);
        if (u < bound) {
          // the other spot lies beyond the border, so its middle is what shows here
          copy(other, y * SIZE + (x + SIZE / 2) % SIZE, crop, y * SIZE + x);
        }
      }
    }
  }

  /** The row behind: the lower part of its car shows above, down to the ground it stands on. */
  static void above(float[] crop, float[] other, boolean bare, RandomGenerator random) {
    var reach = (bare ? 0.5 : 0.25) * random.nextDouble();
    var bound = (int) ((bare ? 0 : ABOVE) + SIZE * reach);
    var slant = SLANT * random.nextGaussian() / 2;
    var end = SIZE - (bare ? 0 : (int) BELOW);
    for (var y = 0; y < SIZE; y++) {
      for (var x = 0; x < SIZE; x++) {
        var from = y + end - bound;
        if (y + slant * (x - SIZE / 2.0) < bound && from < SIZE) {
          copy(other, from * SIZE + x, crop, y * SIZE + x);
        }
      }
    }
  }

  /** The row before: the roof of its car hides the lower part. */
  static void below(float[] crop, float[] other, boolean bare, RandomGenerator random) {
    var reach = 0.3 * random.nextDouble();
    var bound = SIZE - (int) ((bare ? 0 : BELOW) + SIZE * reach);
    var slant = SLANT * random.nextGaussian() / 2;
    for (var y = 0; y < SIZE; y++) {
      for (var x = 0; x < SIZE; x++) {
        var from = y - bound + (int) ABOVE;
        if (y + slant * (x - SIZE / 2.0) >= bound && from >= 0 && from < SIZE) {
          copy(other, from * SIZE + x, crop, y * SIZE + x);
        }
      }
    }
  }

  private static void copy(float[] from, int at, float[] to, int where) {
    for (var plane = 0; plane < 3; plane++) {
      to[plane * PLANE + where] = from[plane * PLANE + at];
    }
  }
}
