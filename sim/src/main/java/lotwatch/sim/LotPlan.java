package lotwatch.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lotwatch.sim.Ground.Cover;

/** Lays out the ground of the campus: rows of spots with their paint, lanes, kerbs and green. */
final class LotPlan {
  static final double SPOT_LENGTH = 5;
  static final double SPOT_WIDTH = 2.5;
  private static final int WHITE = 0xE4E4DE;
  private static final int ASPHALT = 0x6E6F70;
  private static final int ROAD = 0x5D5F61;

  final Ground ground;
  final Scenery scenery;
  final List<Spot> spots = new ArrayList<>();
  final List<Site.Aisle> aisles = new ArrayList<>();
  final List<Site.Road> roads = new ArrayList<>();
  private final SplittableRandom random;

  LotPlan(long seed) {
    random = new SplittableRandom(seed);
    ground = new Ground(seed, 0);
    scenery = new Scenery(seed + 1);
  }

  Site site() {
    return new Site(ground, scenery, List.copyOf(spots), List.copyOf(aisles), List.copyOf(roads));
  }

  /** Asphalt with the traces of years. */
  void asphalt(double x0, double y0, double x1, double y1) {
    ground.zone(x0, y0, x1, y1, Cover.ASPHALT, ASPHALT);
    double area = (x1 - x0) * (y1 - y0);
    for (int i = 0; i < area / 260; i++) {
      double x = x0 + random.nextDouble() * (x1 - x0);
      double y = y0 + random.nextDouble() * (y1 - y0);
      ground.crack(random, x, y, 2 + 5 * random.nextDouble());
    }
    for (int i = 0; i < area / 420; i++) {
      double x = x0 + random.nextDouble() * (x1 - x0 - 4);
      double y = y0 + random.nextDouble() * (y1 - y0);
      int tone = random.nextBoolean() ? 0x535455 : 0x7C7C7A;
      double long_ = 1.5 + 3 * random.nextDouble();
      ground.line(
          new double[] {x, y},
          new double[] {x + long_, y},
          0.8 + random.nextDouble(),
          tone,
          0.6,
          0.05);
    }
  }

  /**
   * A row of spots side by side towards +x.
   *
   * @param edge y of the end that touches the lane
   * @param inward +1 when the spots reach north of the lane, -1 south
   */
  List<Integer> row(String lot, String prefix, double x, double edge, int inward, int count) {
    var indexes = new ArrayList<Integer>();
    double far = edge + inward * SPOT_LENGTH;
    for (int i = 0; i <= count; i++) {
      double at = x + i * SPOT_WIDTH;
      ground.line(
          new double[] {at, edge},
          new double[] {at, far},
          0.12,
          WHITE,
          0.92,
          0.16 + 0.2 * random.nextDouble());
      if (i == count) {
        break;
      }
      double middle = at + SPOT_WIDTH / 2;
      double heading = inward * Math.PI / 2;
      indexes.add(spots.size());
      spots.add(
          new Spot(
              "%s%02d".formatted(prefix, i + 1),
              lot,
              middle,
              (edge + far) / 2,
              heading,
              SPOT_LENGTH,
              SPOT_WIDTH,
              0));
      oil(middle, edge + inward * 3.3);
    }
    return indexes;
  }

  private void oil(double x, double y) {
    for (int i = 0; i < 3; i++) {
      double radius = 0.15 + 0.5 * random.nextDouble() * random.nextDouble();
      ground.stain(
          x + random.nextDouble() * 0.8 - 0.4,
          y + random.nextDouble() * 1.6 - 0.8,
          radius,
          0x2A2A2A,
          0.25 + 0.5 * random.nextDouble());
    }
  }

  void aisle(double y, double fromX, double toX, List<Integer> served) {
    aisles.add(new Site.Aisle(y, fromX, toX, List.copyOf(served)));
    double step = toX > fromX ? 1 : -1;
    for (double x = Math.min(fromX, toX) + 14; x < Math.max(fromX, toX) - 10; x += 13) {
      arrow(x, y, step);
    }
  }

  private void arrow(double x, double y, double step) {
    ground.line(
        new double[] {x - step, y}, new double[] {x + 0.8 * step, y}, 0.22, WHITE, 0.85, 0.3);
    for (int i = 0; i < 12; i++) {
      double back = 0.09 * i;
      double half = 0.05 + 0.055 * i;
      double at = x + (1.75 - back) * step;
      ground.line(
          new double[] {at, y - half}, new double[] {at, y + half}, 0.095, WHITE, 0.85, 0.3);
    }
  }

  /** A public road along x with a pavement on its near side. */
  void road(double y0, double y1, double x0, double x1) {
    ground.zone(x0, y0 - 2.2, x1, y1 + 2, Cover.PAVING, 0x9C9890);
    ground.zone(x0, y0, x1, y1, Cover.ASPHALT, ROAD);
    double middle = (y0 + y1) / 2;
    for (double x = x0; x < x1; x += 6) {
      ground.line(new double[] {x, middle}, new double[] {x + 3, middle}, 0.14, WHITE, 0.9, 0.15);
    }
    scenery.kerb(x0, y0 - 0.15, x1, y0);
    scenery.kerb(x0, y1, x1, y1 + 0.15);
    roads.add(new Site.Road(y0 + (y1 - y0) * 0.27, x0, x1, 9));
    roads.add(new Site.Road(y0 + (y1 - y0) * 0.73, x1, x0, 8));
  }

  /** A green strip with kerbs around it. */
  void green(double x0, double y0, double x1, double y1) {
    ground.zone(x0, y0, x1, y1, Cover.GRASS, 0x5A6E33);
    scenery.kerb(x0, y0, x1, y0 + 0.15);
    scenery.kerb(x0, y1 - 0.15, x1, y1);
    scenery.kerb(x0, y0, x0 + 0.15, y1);
    scenery.kerb(x1 - 0.15, y0, x1, y1);
  }

  /** A belt of trees of many sizes. */
  void wood(double x0, double y0, double x1, double y1, double spacing) {
    int[] greens = {0x4C6A2C, 0x3F5F2A, 0x5E7431, 0x6B7A34, 0x4A5F33};
    for (double x = x0; x < x1; x += spacing) {
      double y = y0 + random.nextDouble() * (y1 - y0);
      double height = 6 + 5 * random.nextDouble();
      scenery.tree(
          x + random.nextDouble() * spacing * 0.5,
          y,
          height,
          greens[random.nextInt(greens.length)]);
    }
  }
}
