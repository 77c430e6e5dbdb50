package lotwatch.sim;

/** From light to image values and back: 8-bit colours are gamma coded, light is linear. */
final class Tone {
  private static final int STEPS = 8192;
  private static final float LIGHT_MAX = 8;
  private static final float WHITE = 3.2f;
  private static final float[] LINEAR = new float[256];
  private static final byte[] CODED = new byte[STEPS];

  static {
    for (int i = 0; i < 256; i++) {
      LINEAR[i] = (float) Math.pow(i / 255.0, 2.2);
    }
    for (int i = 0; i < STEPS; i++) {
      double light = (i + 0.5) * LIGHT_MAX / STEPS;
      double shown = light * (1 + light / (WHITE * WHITE)) / (1 + light);
      CODED[i] = (byte) Math.min(255, Math.round(255 * Math.pow(Math.min(1, shown), 1 / 2.2)));
    }
  }

  private Tone() {}

  /** Linear reflectance of an 8-bit value. */
  static float linear(int coded) {
    return LINEAR[coded & 255];
  }

  /** 0..255 for light that reaches the sensor; bright light saturates softly. */
  static int coded(float light) {
    int step = (int) (light * (STEPS / LIGHT_MAX));
    return CODED[step < 0 ? 0 : Math.min(step, STEPS - 1)] & 255;
  }

  static int rgb(int red, int green, int blue) {
    return clamp(red) << 16 | clamp(green) << 8 | clamp(blue);
  }

  /** The colour {@code factor} times as bright, per gamma coded channel. */
  static int scaled(int rgb, double factor) {
    return rgb(
        (int) ((rgb >> 16 & 255) * factor),
        (int) ((rgb >> 8 & 255) * factor),
        (int) ((rgb & 255) * factor));
  }

  static int mixed(int a, int b, double share) {
    double keep = 1 - share;
    return rgb(
        (int) ((a >> 16 & 255) * keep + (b >> 16 & 255) * share),
        (int) ((a >> 8 & 255) * keep + (b >> 8 & 255) * share),
        (int) ((a & 255) * keep + (b & 255) * share));
  }

  private static int clamp(int value) {
    return Math.clamp(value, 0, 255);
  }
}
