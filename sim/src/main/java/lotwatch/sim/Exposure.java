package lotwatch.sim;

/** Turns the backdrop's reflectances into colours in the light of a moment. */
final class Exposure {
  private static final float LAMP_LIGHT = 0.62f;
  private static final float LAMP_SCALE = 170f;

  private final Backdrop backdrop;
  private final Noise noise = new Noise(99);
  private final float[] skyTone = new float[3];
  private final float[] ground = new float[3];
  private Light light = Light.at(12, 0, 0);
  private float exposure = 1;
  private float lamp;

  Exposure(Backdrop backdrop) {
    this.backdrop = backdrop;
  }

  /** Adjusts to a light, as a camera's automatic does but not quite; returns the factor. */
  float expose(Light now, float gain) {
    light = now;
    float all = now.sky()[1] + 0.8f * now.direct()[1] * now.sun()[2] + 0.28f * now.lamps();
    exposure = (float) (gain * 1.05 * Math.pow(3 / all, 0.62));
    for (int c = 0; c < 3; c++) {
      skyTone[c] = now.horizon()[c] * exposure * 0.62f;
    }
    return exposure;
  }

  /**
   * Sets what falls on the ground for the pixels that are asked for next.
   *
   * @param sunlit 0..255
   * @param open 0..255
   * @param lamplit 0..255
   * @param beam light of car lamps, 0 none
   */
  void ground(int sunlit, int open, int lamplit, float beam) {
    lamp = light.lamps() * lamplit / LAMP_SCALE * LAMP_LIGHT;
    float direct = light.sun()[2] * sunlit / 255f;
    float dome = open / 255f;
    for (int c = 0; c < 3; c++) {
      float lamps = lamp * warm(c) + beam * (1.1f - 0.08f * c);
      ground[c] = (light.sky()[c] * dome + light.direct()[c] * direct + lamps) * exposure;
    }
  }

  private static float warm(int channel) {
    return channel == 0 ? Street.RED : channel == 1 ? Street.GREEN : Street.BLUE;
  }

  /** The colour of a fine pixel of the backdrop. */
  int lit(int index, int column, int row) {
    int surface = backdrop.canvas.surface[index];
    int kind = Backdrop.kind(surface);
    if (kind == Backdrop.SKY) {
      return sky(column, row);
    }
    if (kind != Backdrop.GROUND) {
      return solid(surface, kind, backdrop.canvas.colour[index]);
    }
    int albedo = backdrop.canvas.colour[index];
    float haze = Backdrop.haze(surface);
    float clear = 1 - haze;
    int red = Tone.coded(Tone.linear(albedo >> 16) * ground[0] * clear + haze * skyTone[0]);
    int green = Tone.coded(Tone.linear(albedo >> 8) * ground[1] * clear + haze * skyTone[1]);
    int blue = Tone.coded(Tone.linear(albedo) * ground[2] * clear + haze * skyTone[2]);
    return (red << 16) | (green << 8) | blue;
  }

  private int solid(int surface, int kind, int albedo) {
    float haze = Backdrop.haze(surface);
    float nz = (byte) surface / 127f;
    float[] sun = light.sun();
    float facing =
        ((byte) (surface >> 16) * sun[0] + (byte) (surface >> 8) * sun[1] + (byte) surface * sun[2])
            / 127f;
    boolean leaf = kind == Backdrop.LEAF;
    float direct = leaf ? 0.25f + 0.75f * Math.max(-0.2f, facing) : Math.max(0, facing);
    float dome = leaf ? 0.55f + 0.45f * nz : 0.60f + 0.40f * nz;
    float near = lamp * (leaf ? 0.4f : 0.45f);
    int rgb = 0;
    for (int c = 0; c < 3; c++) {
      float in = light.sky()[c] * dome + light.direct()[c] * direct + near * warm(c);
      float out = Tone.linear(albedo >> (16 - 8 * c)) * in + shine(kind, c);
      rgb = (rgb << 8) | Tone.coded(out * exposure * (1 - haze) + haze * skyTone[c]);
    }
    return rgb;
  }

  private float shine(int kind, int channel) {
    return switch (kind) {
      case Backdrop.PANE -> 0.22f * light.horizon()[channel];
      case Backdrop.LIT_PANE ->
          0.22f * light.horizon()[channel] + 0.55f * light.lamps() * warm(channel);
      case Backdrop.LAMP -> 3f * light.lamps() * warm(channel);
      default -> 0;
    };
  }

  private int sky(int column, int row) {
    Lens fine = backdrop.fine;
    double dx = fine.ray(0, column + 0.5, row + 0.5);
    double dy = fine.ray(1, column + 0.5, row + 0.5);
    double dz = Math.max(0, fine.ray(2, column + 0.5, row + 0.5));
    double up = Math.sqrt(Math.min(1, dz / Math.sqrt(dx * dx + dy * dy + dz * dz)));
    double over = 1 / (dz + 0.07);
    double puff = noise.rough(dx * over * 1.3, dy * over * 1.3);
    double cloud = Light.smooth((puff - 0.62 + 0.42 * light.clouds()) * 4) * 0.85;
    int rgb = 0;
    for (int c = 0; c < 3; c++) {
      double clear = light.horizon()[c] + (light.zenith()[c] - light.horizon()[c]) * up;
      double white = light.horizon()[c] * 0.55 + light.direct()[c] * 0.16 + light.sky()[c] * 0.25;
      double seen = (clear + (white - clear) * cloud) * exposure * 0.62;
      rgb = (rgb << 8) | Tone.coded((float) seen);
    }
    return rgb;
  }
}
