package lotwatch.sim;

import java.util.SplittableRandom;

/** The noise of a sensor, more of it when it is dark. */
final class Grain {
  private static final int SIZE = 1 << 16;
  private static final byte[] NORMAL = new byte[SIZE];

  static {
    var random = new SplittableRandom(7);
    for (int i = 0; i < SIZE; i++) {
      NORMAL[i] = (byte) Math.clamp(Math.round(random.nextGaussian() * 32), -127, 127);
    }
  }

  private Grain() {}

  /** Adds grain to the luma, other grain for every image number. */
  static void add(byte[] planes, int luma, long number, Light light) {
    add(planes, luma, number, 0.9 + 1.3 * light.lamps());
  }

  /**
   * Adds grain to the luma.
   *
   * @param sigma in luma steps
   */
  static void add(byte[] planes, int luma, long number, double sigma) {
    var random = new SplittableRandom(number);
    int strength = (int) Math.round(sigma * 8);
    int at = 0;
    for (int i = 0; i < luma; i++) {
      if ((i & 255) == 0) {
        at = random.nextInt(SIZE - 256);
      }
      int value = (planes[i] & 255) + ((NORMAL[at + (i & 255)] * strength + 128) >> 8);
      planes[i] = (byte) (value < 16 ? 16 : Math.min(value, 235));
    }
  }
}
