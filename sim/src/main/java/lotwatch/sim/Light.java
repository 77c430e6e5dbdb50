package lotwatch.sim;

import static java.lang.Math.PI;
import static java.lang.Math.cos;
import static java.lang.Math.exp;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.pow;
import static java.lang.Math.sin;

/**
 * The light of one moment: where the sun stands, what it and the sky give, what the lamps add.
 *
 * @param sun unit vector towards the sun (or the moon)
 * @param direct linear red, green, blue on a surface that faces the sun
 * @param sky the same from the whole sky on a surface that faces up
 * @param horizon colour of the sky near the horizon, as seen
 * @param zenith colour of the sky overhead, as seen
 * @param lamps 0 off to 1 on
 * @param clouds 0 clear to 1 overcast
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never written
record Light(
    float[] sun,
    float[] direct,
    float[] sky,
    float[] horizon,
    float[] zenith,
    float lamps,
    float clouds) {

  /**
   * The light at an hour of the day.
   *
   * @param hour 0 to 24; the sun rises about 6 and sets about 20
   * @param clouds 0 clear to 1 overcast
   * @param north where north lies, radians clockwise from +y
   */
  static Light at(double hour, double clouds, double north) {
    double turn = (hour - 13) / 24 * 2 * PI;
    double sinHeight = 0.14 + 0.72 * cos(turn);
    double height = Math.asin(max(-1, min(1, sinHeight)));
    double azimuth = north + PI + turn * 1.05;
    return of(height, azimuth, clouds);
  }

  /**
   * The light under a given sun.
   *
   * @param height of the sun over the horizon in radians; below 0 it is night
   * @param azimuth of the sun, radians clockwise from +y
   */
  static Light of(double height, double azimuth, double clouds) {
    double day = smooth((height + 0.10) / 0.30);
    double high = max(0.17, height);
    float[] sun = {
      (float) (sin(azimuth) * cos(high)), (float) (cos(azimuth) * cos(high)), (float) sin(high)
    };
    double air = 1 / (sin(max(height, 0)) + 0.12);
    double strength = 3.7 * smooth((height - 0.01) / 0.22) * pow(1 - 0.97 * clouds, 1.2);
    float[] direct = {
      (float) (strength * 1.06 * exp(-0.022 * air)),
      (float) (strength * 0.99 * exp(-0.062 * air)),
      (float) (strength * 0.92 * exp(-0.135 * air))
    };
    double glow = (1 - clouds) * exp(-pow((height - 0.02) / 0.16, 2));
    double dome = 0.22 + day * (0.46 + 0.85 * clouds * (1 - 0.35 * clouds));
    float[] sky = {
      (float) (dome * (0.86 + 0.10 * clouds + 0.30 * glow - 0.16 * (1 - day))),
      (float) (dome * (0.98 + 0.01 * clouds + 0.02 * glow - 0.06 * (1 - day))),
      (float) (dome * (1.20 - 0.17 * clouds - 0.08 * glow + 0.10 * (1 - day)))
    };
    double seen = 0.10 + 0.95 * day;
    float[] horizon = {
      (float) (seen * (0.80 + 0.75 * glow)),
      (float) (seen * (0.90 + 0.12 * glow)),
      (float) (seen * (1.06 - 0.10 * clouds - 0.30 * glow))
    };
    float[] zenith = {
      (float) (seen * (0.22 + 0.48 * clouds + 0.10 * glow)),
      (float) (seen * (0.42 + 0.33 * clouds)),
      (float) (seen * (0.92 - 0.10 * clouds))
    };
    float lamps = (float) smooth((0.10 - height) / 0.12);
    return new Light(sun, direct, sky, horizon, zenith, lamps, (float) clouds);
  }

  static double smooth(double t) {
    double u = max(0, min(1, t));
    return u * u * (3 - 2 * u);
  }
}
