package lotwatch.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/** What the ground is made of, everywhere: surfaces, paint, stains and cracks. */
final class Ground {
  /** What a zone is covered with. */
  enum Cover {
    GRASS,
    ASPHALT,
    PAVING,
    CONCRETE,
    GRAVEL
  }

  private static final double CELL = 2;
  private static final int CELLS = 160;
  private static final Strip[] NO_STRIPS = {};
  private static final Stain[] NO_STAINS = {};

  private record Zone(double x0, double y0, double x1, double y1, Cover cover, int rgb) {}

  /** A straight band of paint, tar or shade. */
  private record Strip(
      double x0,
      double y0,
      double x1,
      double y1,
      double half,
      int rgb,
      double cover,
      double wear) {}

  private record Stain(double x, double y, double radius, int rgb, double cover) {}

  private final Noise noise;
  private final double wet;
  private final List<Zone> zones = new ArrayList<>();
  private final Strip[][] strips = new Strip[CELLS * CELLS][];
  private final Stain[][] stains = new Stain[CELLS * CELLS][];

  /**
   * @param wet 0 dry to 1 rained on: darker, with puddles that mirror the sky
   */
  Ground(long seed, double wet) {
    noise = new Noise(seed);
    this.wet = wet;
    Arrays.fill(strips, NO_STRIPS);
    Arrays.fill(stains, NO_STAINS);
  }

  /** Covers a rectangle; later zones lie on earlier ones. */
  void zone(double x0, double y0, double x1, double y1, Cover cover, int rgb) {
    zones.add(new Zone(x0, y0, x1, y1, cover, rgb));
  }

  /**
   * Paints a straight line.
   *
   * @param cover 0 invisible to 1 opaque
   * @param wear 0 new to 1 all gone
   */
  void line(double[] from, double[] to, double width, int rgb, double cover, double wear) {
    var strip = new Strip(from[0], from[1], to[0], to[1], width / 2, rgb, cover, wear);
    double length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    int steps = (int) (length / (CELL / 2)) + 1;
    for (int i = 0; i <= steps; i++) {
      double t = (double) i / steps;
      double x = from[0] + t * (to[0] - from[0]);
      double y = from[1] + t * (to[1] - from[1]);
      around(x, y, width / 2 + 0.3, cell -> strips[cell] = with(strips[cell], strip));
    }
  }

  private static Strip[] with(Strip[] strips, Strip strip) {
    if (strips.length > 0 && strips[strips.length - 1].equals(strip)) {
      return strips;
    }
    var more = Arrays.copyOf(strips, strips.length + 1);
    more[strips.length] = strip;
    return more;
  }

  /** Drops a soft round stain. */
  void stain(double x, double y, double radius, int rgb, double cover) {
    var stain = new Stain(x, y, radius, rgb, cover);
    around(
        x,
        y,
        radius * 1.3,
        cell -> {
          stains[cell] = Arrays.copyOf(stains[cell], stains[cell].length + 1);
          stains[cell][stains[cell].length - 1] = stain;
        });
  }

  /** Scatters a crack that wanders. */
  void crack(SplittableRandom random, double x, double y, double length) {
    double angle = random.nextDouble() * 2 * Math.PI;
    double[] at = {x, y};
    for (double run = 0; run < length; run += 0.5) {
      angle += random.nextDouble() * 1.2 - 0.6;
      double[] next = {at[0] + 0.5 * Math.cos(angle), at[1] + 0.5 * Math.sin(angle)};
      line(at, next, 0.05, 0x2B2C2D, 0.75, 0.1);
      at = next;
    }
  }

  private static void around(double x, double y, double reach, IntConsumer found) {
    for (int cx = cell(x - reach); cx <= cell(x + reach); cx++) {
      for (int cy = cell(y - reach); cy <= cell(y + reach); cy++) {
        if (cx >= 0 && cy >= 0 && cx < CELLS && cy < CELLS) {
          found.accept(cy * CELLS + cx);
        }
      }
    }
  }

  /** Column or row of the grid in which paint and stains are found again. */
  private static int cell(double metres) {
    return (int) Math.floor(metres / CELL) + CELLS / 2;
  }

  /**
   * The gamma coded reflectance of a point.
   *
   * @param blur metres of ground that a pixel covers: no detail finer than this is drawn
   */
  int albedo(double x, double y, double blur) {
    Zone zone = zoneAt(x, y);
    int rgb = zone == null ? grass(x, y, 0x55682F, blur) : covered(zone, x, y, blur);
    if (zone == null || zone.cover == Cover.GRASS) {
      return rgb;
    }
    int cx = cell(x);
    int cy = cell(y);
    if (cx >= 0 && cy >= 0 && cx < CELLS && cy < CELLS) {
      for (Stain stain : stains[cy * CELLS + cx]) {
        rgb = stained(rgb, stain, x, y);
      }
      for (Strip strip : strips[cy * CELLS + cx]) {
        rgb = painted(rgb, strip, x, y);
      }
    }
    return wet > 0 ? wetted(rgb, x, y) : rgb;
  }

  private @org.jspecify.annotations.Nullable Zone zoneAt(double x, double y) {
    for (int i = zones.size() - 1; i >= 0; i--) {
      Zone zone = zones.get(i);
      if (x >= zone.x0 && x < zone.x1 && y >= zone.y0 && y < zone.y1) {
        return zone;
      }
    }
    return null;
  }

  private int covered(Zone zone, double x, double y, double blur) {
    return switch (zone.cover) {
      case GRASS -> grass(x, y, zone.rgb, blur);
      case ASPHALT -> asphalt(zone.rgb, x, y, blur);
      case GRAVEL ->
          Tone.scaled(
              zone.rgb, 0.72 + 0.3 * noise.grain(x * 14, y * 14) + 0.26 * noise.rough(x, y));
      case CONCRETE -> {
        double joint = blur < 0.3 && (frac(x / 4) < 0.012 || frac(y / 4) < 0.012) ? 0.72 : 1;
        yield Tone.scaled(
            zone.rgb,
            joint * (0.88 + 0.2 * noise.rough(x * 0.7, y * 0.7) + grain(x, y, blur, 0.06)));
      }
      case PAVING -> {
        double shift = ((long) Math.floor(y / 0.4) & 1) * 0.3;
        boolean gap = blur < 0.12 && (frac((x + shift) / 0.6) < 0.07 || frac(y / 0.4) < 0.1);
        double stone = 0.9 + 0.14 * noise.grain((x + shift) / 0.6 + 9, y / 0.4);
        yield Tone.scaled(zone.rgb, gap ? 0.8 : blur < 0.25 ? stone : 0.97);
      }
    };
  }

  private int asphalt(int rgb, double x, double y, double blur) {
    double broad = noise.rough(x * 0.13 + 5, y * 0.13);
    double patchy = noise.rough(x * 0.7, y * 0.7 + 31);
    return Tone.scaled(rgb, 0.80 + 0.25 * broad + 0.13 * patchy + grain(x, y, blur, 0.16));
  }

  private double grain(double x, double y, double blur, double strength) {
    double fine = noise.grain(x * 22, y * 22) - 0.5;
    return strength * fine * Math.min(1, 0.05 / Math.max(0.01, blur));
  }

  private int grass(double x, double y, int rgb, double blur) {
    double broad = noise.rough(x * 0.09, y * 0.09 + 11);
    double tufts = noise.rough(x * 2.3, y * 2.3);
    double blades = (noise.grain(x * 17, y * 17) - 0.5) * Math.min(1, 0.08 / Math.max(0.01, blur));
    int dry = Tone.mixed(rgb, 0x8A8048, Light.smooth((broad - 0.42) * 3) * 0.55);
    return Tone.scaled(dry, 0.72 + 0.32 * tufts + 0.25 * blades + 0.15 * broad);
  }

  private int stained(int rgb, Stain stain, double x, double y) {
    double away = Math.hypot(x - stain.x, y - stain.y) / stain.radius;
    if (away > 1.25) {
      return rgb;
    }
    double ragged = away + 0.45 * (noise.rough(x * 2.1 + stain.x, y * 2.1) - 0.5);
    return Tone.mixed(rgb, stain.rgb, stain.cover * Light.smooth((1 - ragged) * 2.2));
  }

  private int painted(int rgb, Strip strip, double x, double y) {
    double dx = strip.x1 - strip.x0;
    double dy = strip.y1 - strip.y0;
    double along = ((x - strip.x0) * dx + (y - strip.y0) * dy) / (dx * dx + dy * dy);
    if (along < 0 || along > 1) {
      return rgb;
    }
    double away = Math.abs((x - strip.x0) * dy - (y - strip.y0) * dx) / Math.hypot(dx, dy);
    double edge = strip.half * (0.94 + 0.12 * noise.at(x * 9, y * 9));
    if (away > edge) {
      return rgb;
    }
    double scuffed = 0.65 * noise.rough(x * 1.7 + 60, y * 1.7) + 0.35 * noise.at(x * 11, y * 11);
    double left = 1 - Light.smooth((strip.wear * 1.25 - scuffed) * 4 + 0.15);
    return Tone.mixed(rgb, strip.rgb, strip.cover * left * (0.82 + 0.18 * scuffed));
  }

  private int wetted(int rgb, double x, double y) {
    double film = wet * (0.55 + 0.45 * noise.rough(x * 0.4, y * 0.4 + 77));
    int dark = Tone.scaled(rgb, 1 - 0.38 * film);
    double puddle =
        Light.smooth((noise.rough(x * 0.23 + 13, y * 0.23) * 0.8 + wet * 0.3 - 0.68) * 9);
    return Tone.mixed(dark, 0x9AA3AC, 0.62 * wet * puddle);
  }

  private static double frac(double v) {
    return v - Math.floor(v);
  }
}
