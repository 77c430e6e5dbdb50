package lotwatch.sim;

/** A day that passes in a quarter of an hour, clouds included, so that a visitor sees it change. */
final class Day {
  /** Seconds from one morning to the next. */
  static final double LENGTH = 900;

  /** Light stands still for this many seconds, then takes a small step. */
  static final double STEP = 2;

  private static final double MORNING = 9.5;
  private static final double NIGHT_FROM = 20.8;
  private static final double NIGHT_TO = 29.2;
  private static final double NIGHT_SHARE = 0.16;

  private final Noise noise;
  private final double north;

  Day(long seed, double north) {
    noise = new Noise(seed ^ 0x5DEECE66DL);
    this.north = north;
  }

  /** Which step of the light a moment falls in. */
  static long step(double seconds) {
    return (long) Math.floor(seconds / STEP);
  }

  /** The light of a step. */
  Light light(long step) {
    double seconds = step * STEP;
    double clouds =
        Light.smooth(
            (noise.at(seconds / 75 + 3, 0.5) * 0.8 + noise.at(seconds / 23, 7.5) * 0.2 - 0.48)
                * 3.2);
    return Light.at(hour(seconds), clouds * 0.92, north);
  }

  /** Hour of the day, 0 to 24; nights run faster than days. */
  static double hour(double seconds) {
    double share = seconds / LENGTH - Math.floor(seconds / LENGTH);
    double night = NIGHT_TO - NIGHT_FROM;
    double evening = (NIGHT_FROM - MORNING) / (24 - night) * (1 - NIGHT_SHARE);
    double hour;
    if (share < evening) {
      hour = MORNING + share / evening * (NIGHT_FROM - MORNING);
    } else if (share < evening + NIGHT_SHARE) {
      hour = NIGHT_FROM + (share - evening) / NIGHT_SHARE * night;
    } else {
      double left = 1 - evening - NIGHT_SHARE;
      hour = NIGHT_TO + (share - evening - NIGHT_SHARE) / left * (24 + MORNING - NIGHT_TO);
    }
    return hour % 24;
  }
}
