package lotwatch.sim;

import java.util.SplittableRandom;

/** Smooth random values over the plane, the same for the same seed; one tile repeats. */
final class Noise {
  private static final int SIZE = 256;
  private static final int ROUGH_STEPS = 5;
  private static final int ROUGH_SIZE = 256;
  private final float[] tile = new float[SIZE * SIZE];
  private final float[] rough = new float[ROUGH_SIZE * ROUGH_SIZE];

  Noise(long seed) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < tile.length; i++) {
      tile[i] = (float) random.nextDouble();
    }
    for (int i = 0; i < rough.length; i++) {
      double x = (i & (ROUGH_SIZE - 1)) / (double) ROUGH_STEPS;
      double y = Math.floorDiv(i, ROUGH_SIZE) / (double) ROUGH_STEPS;
      rough[i] =
          0.57f * at(x, y)
              + 0.28f * at(x * 2.13 + 17.3, y * 2.13 + 5.1)
              + 0.15f * at(x * 4.37 + 3.7, y * 4.37 + 41.9);
    }
  }

  /** 0..1, about {@code 1} unit from one value to the next. */
  float at(double x, double y) {
    double fx = Math.floor(x);
    double fy = Math.floor(y);
    float u = smooth((float) (x - fx));
    float v = smooth((float) (y - fy));
    int column = (int) fx & (SIZE - 1);
    int row = ((int) fy & (SIZE - 1)) * SIZE;
    int nextColumn = (column + 1) & (SIZE - 1);
    int nextRow = (row + SIZE) & (SIZE * SIZE - 1);
    float top = tile[row + column] + u * (tile[row + nextColumn] - tile[row + column]);
    float low = tile[nextRow + column] + u * (tile[nextRow + nextColumn] - tile[nextRow + column]);
    return top + v * (low - top);
  }

  /** 0..1 with three octaves of detail, repeating after 51 units. */
  float rough(double x, double y) {
    double u = x * ROUGH_STEPS;
    double v = y * ROUGH_STEPS;
    double fx = Math.floor(u);
    double fy = Math.floor(v);
    int column = (int) fx & (ROUGH_SIZE - 1);
    int row = ((int) fy & (ROUGH_SIZE - 1)) * ROUGH_SIZE;
    int nextColumn = (column + 1) & (ROUGH_SIZE - 1);
    int nextRow = (row + ROUGH_SIZE) & (ROUGH_SIZE * ROUGH_SIZE - 1);
    float across = (float) (u - fx);
    float top = rough[row + column] + across * (rough[row + nextColumn] - rough[row + column]);
    float low =
        rough[nextRow + column] + across * (rough[nextRow + nextColumn] - rough[nextRow + column]);
    return top + (float) (v - fy) * (low - top);
  }

  /** 0..1, unsmoothed: grain. */
  float grain(double x, double y) {
    return tile[((int) Math.floor(y) & (SIZE - 1)) * SIZE + ((int) Math.floor(x) & (SIZE - 1))];
  }

  private static float smooth(float t) {
    return t * t * (3 - 2 * t);
  }
}
