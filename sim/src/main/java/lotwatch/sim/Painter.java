package lotwatch.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws images of one site: what stands still is drawn once per step of the light and kept, what
 * moves is drawn over it. Not safe for use by several threads.
 */
final class Painter {
  private static final int FINE = Backdrop.FINE;
  private static final int MESHES_MAX = 2_000;

  private final Backdrop backdrop;
  private final Lens lens;
  private final ShadeMap shade;
  private final Street street;
  private final Map<Vehicle, Mesh> meshes = new HashMap<>();

  // per image pixel, 0..255
  private final byte[] sunlit;
  private final byte[] open;
  private final byte[] lamplit;

  private final Canvas still;
  private final Canvas work;
  private final Exposure film;
  private final Brush stillBrush;
  private final Brush workBrush;
  private final Planes stillPlanes;

  private long drawnStep = Long.MIN_VALUE;
  private List<Pose> drawnStanding = List.of();
  private List<Footprint> standingPrints = List.of();
  private Light light = Light.at(12, 0, 0);
  private float gain = 1;

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
    film = new Exposure(backdrop);
    stillBrush = new Brush(backdrop.fine, still, shade, street);
    workBrush = new Brush(backdrop.fine, work, shade, street);
    stillPlanes = new Planes(lens.width, lens.height);
    whole((i, x, y) -> lamplit[i] = (byte) Math.min(255, 170 * street.at(x, y)));
  }

  /** Makes the next images this many times as bright. */
  void gain(double factor) {
    gain = (float) factor;
  }

  /** How near everything that stands still is, in fine pixels. */
  Canvas depths() {
    return still;
  }

  /** What to do with one image pixel whose middle looks at a point of the ground. */
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
   * Draws one image.
   *
   * @param step of the light: the same step always means the same light
   * @param out planes as in {@link lotwatch.media.Frame}, filled by this call
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
      shade.cast(now.sun(), now.direct()[1] > 0.02f);
      light = now;
      float exposure = film.expose(now, gain);
      stillBrush.light(now, exposure);
      workBrush.light(now, exposure);
    }
    drawnStep = step;
    drawnStanding = List.copyOf(standing);
    standingPrints = prints(standing);
    Arrays.fill(open, (byte) 255);
    whole((i, x, y) -> sunlit[i] = (byte) (255 * shade.at(x, y)));
    for (Footprint print : standingPrints) {
      each(Area.of(lens, print, false), (i, x, y) -> darken(print, i, x, y));
    }
    System.arraycopy(backdrop.canvas.near, 0, still.near, 0, still.near.length);
    for (int i = 0; i < sunlit.length; i++) {
      film.ground(sunlit[i] & 255, open[i] & 255, lamplit[i] & 255, 0);
      int column = i % lens.width * FINE;
      int row = i / lens.width * FINE;
      for (int s = 0; s < FINE * FINE; s++) {
        int j = (row + (s >> 1)) * still.width + column + (s & 1);
        still.colour[j] = film.lit(j, column, row);
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
      Area area = areaOf(pose);
      if (!area.empty()) {
        areas.add(area);
      }
    }
    return areas;
  }

  private Area areaOf(Pose pose) {
    return Area.of(lens, Footprint.of(pose, light.sun()), light.lamps() > 0.05);
  }

  private void moving(Area area, List<Pose> moving, byte[] out) {
    boolean beams = light.lamps() > 0.05f;
    var here = moving.stream().filter(pose -> area.meets(areaOf(pose))).toList();
    var prints = prints(here);
    each(area, (i, x, y) -> relit(i, x, y, prints, beams));
    for (int row = area.y0() * FINE; row < area.y1() * FINE; row++) {
      int from = row * still.width + area.x0() * FINE;
      System.arraycopy(still.near, from, work.near, from, (area.x1() - area.x0()) * FINE);
    }
    work.clip(area.x0() * FINE, area.y0() * FINE, area.x1() * FINE, area.y1() * FINE);
    for (Pose pose : here) {
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
      beam += beams ? Street.beam(print, x, y) * light.lamps() : 0;
    }
    int column = i % lens.width;
    int row = i / lens.width;
    boolean changed = sun < 0.995 || sky < 0.995 || beam > 0.004f;
    if (changed) {
      film.ground(
          (int) ((sunlit[i] & 255) * sun), (int) ((open[i] & 255) * sky), lamplit[i] & 255, beam);
    }
    for (int s = 0; s < FINE * FINE; s++) {
      int j = (row * FINE + (s >> 1)) * work.width + column * FINE + (s & 1);
      boolean ground = changed && still.near[j] == 0;
      work.colour[j] = ground ? film.lit(j, column * FINE, row * FINE) : still.colour[j];
    }
  }
}
