package lotwatch.sim;

import static java.lang.Math.toRadians;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A campus that does not exist: cameras that look at parking lots with traffic on them.
 *
 * <p>Camera {@code north} sees lot {@code north}; camera {@code south} sees the lots {@code south}
 * and {@code visitors}.
 */
public final class Campus {
  /** The size of every image. */
  public static final SimCamera.Size SIZE = new SimCamera.Size(960, 540);

  /** Images per second. */
  public static final int FPS = 5;

  private final List<SimCamera> cameras;

  private Campus(List<SimCamera> cameras) {
    this.cameras = cameras;
  }

  /** The campus of a seed: the same seed always gives the same campus with the same traffic. */
  public static Campus of(long seed) {
    var random = new SplittableRandom(seed);
    double north = toRadians(-50 + 40 * random.nextDouble());
    return new Campus(
        List.of(
            new SimCamera(
                "north", SIZE, FPS, northLens(), CampusSites.north(seed * 2 + 1), seed, north),
            new SimCamera(
                "south",
                SIZE,
                FPS,
                southLens(),
                CampusSites.south(seed * 2 + 2),
                seed,
                north + toRadians(70))));
  }

  static Lens northLens() {
    var aim = new Lens.Aim(1, -11.5, 9.8, toRadians(1.5), toRadians(24), 0, toRadians(74));
    return new Lens(aim, SIZE.width(), SIZE.height());
  }

  private static Lens southLens() {
    var aim = new Lens.Aim(-6.8, -11.6, 9.7, toRadians(13), toRadians(24.5), 0, toRadians(76));
    return new Lens(aim, SIZE.width(), SIZE.height());
  }

  /** The cameras, in an order that never changes. */
  public List<SimCamera> cameras() {
    return cameras;
  }

  /** How many spots each lot has. */
  public Map<String, Integer> capacities() {
    var capacities = new LinkedHashMap<String, Integer>();
    for (SimCamera camera : cameras) {
      for (SimSpot spot : camera.spots()) {
        capacities.merge(spot.lot(), 1, Integer::sum);
      }
    }
    return capacities;
  }
}
