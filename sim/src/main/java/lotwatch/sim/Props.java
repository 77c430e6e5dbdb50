package lotwatch.sim;

import java.util.SplittableRandom;
import lotwatch.sim.Mesh.Finish;

/** Small things that stand about on lots and are no vehicles. */
final class Props {
  private static final int[] CLOTHES = {
    0x2A3550, 0x6E2A2A, 0x35563A, 0x1E1E20, 0xC9C4B8, 0x8A8F96, 0xB84A2E, 0x4A6F9E
  };

  private Props() {}

  static void person(Scenery scenery, double x, double y, SplittableRandom random) {
    double tall = 1.5 + 0.4 * random.nextDouble();
    int legs = CLOTHES[random.nextInt(CLOTHES.length)];
    int coat = CLOTHES[random.nextInt(CLOTHES.length)];
    double wide = 0.20 + 0.06 * random.nextDouble();
    block(scenery, x, y, new double[] {0.13, wide * 0.8, 0, tall * 0.48}, legs);
    block(scenery, x, y, new double[] {0.15, wide, tall * 0.48, tall * 0.84}, coat);
    block(scenery, x, y, new double[] {0.10, 0.09, tall * 0.85, tall}, 0x9C7460);
    shade(scenery, x, y, 0.22, tall);
  }

  static void cart(Scenery scenery, double x, double y, SplittableRandom random) {
    int wire = random.nextBoolean() ? 0x9AA0A6 : 0x70767C;
    block(scenery, x, y, new double[] {0.45, 0.28, 0.12, 0.18}, 0x303336);
    block(scenery, x, y, new double[] {0.42, 0.28, 0.5, 0.95}, wire);
    shade(scenery, x, y, 0.3, 0.9);
  }

  static void cone(Scenery scenery, double x, double y) {
    block(scenery, x, y, new double[] {0.18, 0.18, 0, 0.05}, 0x2A2A2A);
    for (int i = 0; i < 5; i++) {
      double half = 0.13 - 0.022 * i;
      double low = 0.05 + 0.12 * i;
      block(
          scenery, x, y, new double[] {half, half, low, low + 0.12}, i == 2 ? 0xE8E8E8 : 0xD9542B);
    }
    shade(scenery, x, y, 0.1, 0.6);
  }

  /** The concrete bar that wheels run up against. */
  static void stop(Scenery scenery, Spot spot) {
    double[] at = spot.point(0.38, 0);
    boolean across = Math.abs(Math.cos(spot.heading())) < 0.5;
    block(
        scenery,
        at[0],
        at[1],
        new double[] {across ? 0.85 : 0.08, across ? 0.08 : 0.85, 0, 0.12},
        0xA5A39B);
  }

  /**
   * @param size half along x, half along y, bottom, top
   */
  private static void block(Scenery scenery, double x, double y, double[] size, int rgb) {
    scenery.mesh.box(
        new double[] {x - size[0], y - size[1], size[2]},
        new double[] {x + size[0], y + size[1], size[3]},
        rgb,
        Finish.MATTE);
  }

  private static void shade(Scenery scenery, double x, double y, double half, double height) {
    scenery.blocks.add(new Scenery.Block(x - half, y - half, x + half, y + half, height));
  }
}
