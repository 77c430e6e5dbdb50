package lotwatch.video.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws pictures of one site: what stands still is drawn once per step of the light and kept, what
 * moves is drawn over it. Not safe for use by several threads.
 */
final class Painter {
  private static final int FINE = Backdrop.FINE;
  private static final float LAMP_LIGHT = 0.62f;
  private static final int MESHES_MAX = 2_000;

  private final Backdrop backdrop;
  private final Lens lens;
  private final ShadeMap shade;
  private final Street street;
  private final Noise noise = new Noise(99);
  private final Map<Vehicle, Mesh> meshes = new HashMap<>();

  // per picture pixel, 0..255
  private final byte[] sunlit;
  private final byte[] open;
  private final byte[] lamplit;

  private final Canvas still;
  private final Canvas work;
  private final Brush stillBrush;
  private final Brush workBrush;
  private final Planes stillPlanes;

  private long drawnStep = Long.MIN_VALUE;
  private List<Pose> drawnStanding = List.of();
  private List<Footprint> standingPrints = List.of();
  private Light light = Light.at(12, 0, 0);
  private float exposure = 1;
  private float gain = 1;
  private final float[] skyTone = new float[3];

  Painter(Backdrop backdrop, Scenery scenery, ShadeMap shade) {
    this.backdrop = backdrop;
    this.shade = shade;
    lens = backdrop.lens;
    street = new Street(scenery.lamps);
    int pixels = lens.width * lens.height;
    sunlit = new byte[pixels];
    open = new byte[pixels];
    lamplit = new byte[pixels];
    still = new Canvas(backdrop.fine.width, backdrop.fine.height, false);
    work = new Canvas(backdrop.fine.width, backdrop.fine.height, false);
    stillBrush = new Brush(backdrop.fine, still, shade, street);
    workBrush = new Brush(backdrop.fine, work, shade, street);
    stillPlanes = new Planes(lens.width, lens.height);
    whole((i, x, y) -> lamplit[i] = (byte) Math.min(255, 170 * street.at(x, y)));
  }

  /** Makes the next pictures this many times as bright. */
  void gain(double factor) {
    gain = (float) factor;
  }

  /** How near everything that stands still is, in fine pixels. */
  Canvas depths() {
    return still;
  }

  /** What to do with one picture pixel whose middle looks at a point of the ground. */
  private interface GroundPixel {
    void at(int index, double x, double y);
  }

  private void whole(GroundPixel pixel) {
    each(new Area(0, 0, lens.width, lens.height), pixel);
  }

  private void each(Area area, GroundPixel pixel) {
    for (int row = area.y0(); row < area.y1(); row++) {
      for (int column = area.x0(); column < area.x1(); column++) {
        double down = -lens.ray(2, column + 0.5, row + 0.5);
        if (down > 1e-4) {
          double reach = lens.z / down;
          pixel.at(
              row * lens.width + column,
              lens.x + reach * lens.ray(0, column + 0.5, row + 0.5),
              lens.y + reach * lens.ray(1, column + 0.5, row + 0.5));
        }
      }
    }
  }

  /**
   * Draws one picture.
   *
   * @param step of the light: the same step always means the same light
   * @param out planes as in {@link lotwatch.video.Frame}, filled by this call
   */
  void paint(long step, Light now, List<Pose> standing, List<Pose> moving, byte[] out) {
    if (step != drawnStep || !standing.equals(drawnStanding)) {
      still(step, now, standing);
    }
    System.arraycopy(stillPlanes.bytes, 0, out, 0, out.length);
    for (Area area : Area.merged(areas(moving))) {
      moving(area, moving, out);
    }
  }

  private void still(long step, Light now, List<Pose> standing) {
    if (step != drawnStep) {
      shade.cast(now.sun());
      light = now;
      expose();
    }
    drawnStep = step;
    drawnStanding = List.copyOf(standing);
    standingPrints = prints(standing);
    Arrays.fill(open, (byte) 255);
    whole((i, x, y) -> sunlit[i] = (byte) (255 * shade.at(x, y)));
    for (Footprint print : standingPrints) {
      each(Area.of(lens, print, 1.2), (i, x, y) -> darken(print, i, x, y));
    }
    Arrays.fill(still.near, 0);
    System.arraycopy(backdrop.canvas.near, 0, still.near, 0, still.near.length);
    for (int row = 0; row < still.height; row++) {
      for (int column = 0; column < still.width; column++) {
        int i = row * still.width + column;
        still.colour[i] = lit(i, row / FINE * lens.width + column / FINE, column, row, 0);
      }
    }
    for (Pose pose : standing) {
      stillBrush.draw(mesh(pose.vehicle()), pose, neighbours(pose));
    }
    stillPlanes.resolve(still, new Area(0, 0, lens.width, lens.height), stillPlanes.bytes);
  }

  private void darken(Footprint print, int i, double x, double y) {
    sunlit[i] = (byte) ((sunlit[i] & 255) * print.sunlit(x, y));
    open[i] = (byte) ((open[i] & 255) * print.open(x, y));
  }

  private void expose() {
    float sky = light.sky()[1];
    float sun = light.direct()[1] * light.sun()[2];
    float all = sky + 0.8f * sun + 0.28f * light.lamps();
    exposure = (float) (gain * 1.05 * Math.pow(3 / all, 0.62));
    for (int c = 0; c < 3; c++) {
      skyTone[c] = light.horizon()[c] * exposure * 0.62f;
    }
    stillBrush.light(light, exposure);
    workBrush.light(light, exposure);
  }

  private List<Footprint> prints(List<Pose> poses) {
    var prints = new ArrayList<Footprint>();
    for (Pose pose : poses) {
      prints.add(Footprint.of(pose, light.sun()));
    }
    return prints;
  }

  private List<Footprint> neighbours(Pose pose) {
    var near = new ArrayList<Footprint>();
    for (Footprint print : standingPrints) {
      double away = Math.hypot(print.pose().x() - pose.x(), print.pose().y() - pose.y());
      if (away > 0.01 && away < 7) {
        near.add(print);
      }
    }
    return near;
  }

  private Mesh mesh(Vehicle vehicle) {
    if (meshes.size() > MESHES_MAX) {
      meshes.clear();
    }
    return meshes.computeIfAbsent(vehicle, VehicleMesh::of);
  }

  private List<Area> areas(List<Pose> moving) {
    var areas = new ArrayList<Area>();
    for (Pose pose : moving) {
      Area area = Area.of(lens, Footprint.of(pose, light.sun()), light.lamps() > 0.05 ? 16 : 1.5);
      if (!area.empty()) {
        areas.add(area);
      }
    }
    return areas;
  }

  private void moving(Area area, List<Pose> moving, byte[] out) {
    var prints = prints(moving);
    boolean beams = light.lamps() > 0.05f;
    each(area, (i, x, y) -> relit(i, x, y, prints, beams));
    for (int row = area.y0() * FINE; row < area.y1() * FINE; row++) {
      int from = row * still.width + area.x0() * FINE;
      System.arraycopy(still.near, from, work.near, from, (area.x1() - area.x0()) * FINE);
    }
    work.clip(area.x0() * FINE, area.y0() * FINE, area.x1() * FINE, area.y1() * FINE);
    for (Pose pose : moving) {
      workBrush.draw(mesh(pose.vehicle()), pose, neighbours(pose));
    }
    stillPlanes.resolve(work, area, out);
  }

  private void relit(int i, double x, double y, List<Footprint> prints, boolean beams) {
    double sun = 1;
    double sky = 1;
    float beam = 0;
    for (Footprint print : prints) {
      sun *= print.sunlit(x, y);
      sky *= print.open(x, y);
      beam += beams ? Street.beam(print.pose(), x, y) * light.lamps() : 0;
    }
    int column = i % lens.width;
    int row = i / lens.width;
    boolean changed = sun < 0.995 || sky < 0.995 || beam > 0.004f;
    byte keptSun = sunlit[i];
    byte keptSky = open[i];
    sunlit[i] = (byte) ((keptSun & 255) * sun);
    open[i] = (byte) ((keptSky & 255) * sky);
    for (int s = 0; s < FINE * FINE; s++) {
      int fineColumn = column * FINE + s % FINE;
      int fineRow = row * FINE + s / FINE;
      int j = fineRow * work.width + fineColumn;
      boolean ground = changed && still.near[j] == 0;
      work.colour[j] = ground ? lit(j, i, fineColumn, fineRow, beam) : still.colour[j];
    }
    sunlit[i] = keptSun;
    open[i] = keptSky;
  }

  /** The colour of one fine pixel of the backdrop in the light of now. */
  private int lit(int fineIndex, int index, int column, int row, float beam) {
    int surface = backdrop.canvas.surface[fineIndex];
    int kind = Backdrop.kind(surface);
    if (kind == Backdrop.SKY) {
      return sky(column, row);
    }
    int albedo = backdrop.canvas.colour[fineIndex];
    float haze = Backdrop.haze(surface);
    float nx = (byte) (surface >> 16) / 127f;
    float ny = (byte) (surface >> 8) / 127f;
    float nz = (byte) surface / 127f;
    float[] sun = light.sun();
    float facing = nx * sun[0] + ny * sun[1] + nz * sun[2];
    float lamp = light.lamps() * (lamplit[index] & 255) / 170f * LAMP_LIGHT;
    float direct;
    float dome;
    if (kind == Backdrop.GROUND) {
      direct = sun[2] * (sunlit[index] & 255) / 255f;
      dome = (open[index] & 255) / 255f;
    } else if (kind == Backdrop.LEAF) {
      direct = 0.25f + 0.75f * Math.max(-0.2f, facing);
      dome = 0.55f + 0.45f * nz;
      lamp *= 0.4f;
    } else {
      direct = Math.max(0, facing);
      dome = 0.60f + 0.40f * nz;
      lamp *= 0.45f;
    }
    int rgb = 0;
    for (int c = 0; c < 3; c++) {
      float warm = c == 0 ? Street.RED : c == 1 ? Street.GREEN : Street.BLUE;
      float in =
          light.sky()[c] * dome
              + light.direct()[c] * direct
              + lamp * warm
              + beam * (1.1f - 0.08f * c);
      float outLight = Tone.linear(albedo >> (16 - 8 * c)) * in;
      outLight += shine(kind, c, warm);
      outLight = outLight * exposure * (1 - haze) + haze * skyTone[c];
      rgb = rgb << 8 | Tone.coded(outLight);
    }
    return rgb;
  }

  private float shine(int kind, int channel, float warm) {
    return switch (kind) {
      case Backdrop.PANE -> 0.22f * light.horizon()[channel];
      case Backdrop.LIT_PANE -> 0.22f * light.horizon()[channel] + 0.55f * light.lamps() * warm;
      case Backdrop.LAMP -> 3f * light.lamps() * warm;
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
      rgb = rgb << 8 | Tone.coded((float) ((clear + (white - clear) * cloud) * exposure * 0.62));
    }
    return rgb;
  }
}
