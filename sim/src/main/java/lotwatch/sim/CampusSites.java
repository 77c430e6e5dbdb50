package lotwatch.sim;

import java.util.ArrayList;
import lotwatch.sim.Ground.Cover;

/** The sites of the campus, each in metres around its own origin, its camera in the south. */
final class CampusSites {
  private CampusSites() {}

  /** One lot of three rows before an office building. */
  static Site north(long seed) {
    var plan = new LotPlan(seed);
    plan.asphalt(-45, -30, 48, 27);
    plan.green(-45, -30, 48, -1.5);
    var near = new ArrayList<>(plan.row("north", "N-A", -7.5, 3.5, -1, 6));
    near.addAll(plan.row("north", "N-B", -12.5, 10.2, 1, 10));
    plan.green(-19, 15.2, 20, 17.6);
    plan.scenery.hedge(-12, 16.1, 14, 16.7, 0.7);
    var far = plan.row("north", "N-C", -15, 17.6, 1, 12);
    plan.aisle(6.85, -36, 36, near);
    plan.aisle(26, 44, -44, far);
    plan.ground.zone(-45, 22.6, 48, 29.6, Cover.ASPHALT, 0x6E6F70);
    plan.green(-45, 29.6, 48, 33);
    plan.road(36, 43, -80, 80);
    plan.scenery.building(new double[] {-30, 50}, new double[] {4, 62}, 8.2, 0xB98F70, 0x77706A);
    plan.scenery.building(new double[] {10, 52}, new double[] {46, 64}, 11.2, 0xC9C3B4, 0x6B6E72);
    plan.wood(-80, 66, 90, 76, 4.2);
    plan.wood(-70, 47, -34, 50, 6);
    plan.wood(50, 47, 90, 52, 6);
    plan.scenery.tree(-22, 31.2, 7, 0x5A7030);
    plan.scenery.tree(-9, 31.4, 6, 0x4C6A2C);
    plan.scenery.tree(6, 31.2, 6.6, 0x66752F);
    plan.scenery.tree(20, 31.3, 7.2, 0x55702F);
    plan.scenery.tree(-21.5, 16.4, 5.6, 0x5E7431);
    plan.scenery.tree(22, 16.4, 6, 0x4C6A2C);
    plan.scenery.lamp(-17.2, 16.4, 7, 1.6);
    plan.scenery.lamp(17.6, 16.4, 7, -1.6);
    plan.scenery.lamp(0, 31, 7, -1.6);
    plan.scenery.lamp(-30, 44, 7, -1.6);
    plan.scenery.lamp(30, 44, 7, -1.6);
    return plan.site();
  }

  /** Two lots with a strip of green between them, seen at an angle. */
  static Site south(long seed) {
    var plan = new LotPlan(seed);
    plan.asphalt(-45, -30, 60, 29);
    plan.green(-45, -30, 60, -1.5);
    var near = new ArrayList<>(plan.row("south", "S-A", -10.2, 3.5, -1, 7));
    near.addAll(plan.row("south", "S-B", -11.5, 10.2, 1, 11));
    plan.green(-17, 15.2, 30, 18.4);
    plan.scenery.hedge(-15, 16.6, 26, 17.2, 0.65);
    var far = plan.row("visitors", "V-", -8.5, 18.4, 1, 13);
    plan.aisle(6.85, -36, 44, near);
    plan.aisle(26.9, 56, -40, far);
    plan.ground.zone(-45, 23.4, 60, 30.4, Cover.ASPHALT, 0x66686A);
    plan.green(-45, 30.4, 60, 35);
    plan.road(38, 45, -90, 110);
    plan.scenery.building(new double[] {-40, 52}, new double[] {-6, 64}, 7.8, 0xA9B0B4, 0x54585C);
    plan.scenery.building(new double[] {20, 53}, new double[] {52, 66}, 9.6, 0xB5876A, 0x6E6660);
    plan.wood(-80, 68, 120, 80, 4.2);
    plan.wood(-3, 48, 18, 52, 5);
    plan.wood(56, 49, 110, 55, 6);
    plan.scenery.tree(-20, 32.6, 6.6, 0x66752F);
    plan.scenery.tree(-5, 32.8, 7.4, 0x4C6A2C);
    plan.scenery.tree(12, 32.6, 6.4, 0x55702F);
    plan.scenery.tree(28, 32.8, 7.2, 0x5A7030);
    plan.scenery.tree(-19.5, 16.8, 5.4, 0x4C6A2C);
    plan.scenery.tree(32.5, 16.8, 6.2, 0x5E7431);
    plan.scenery.lamp(-15.8, 16.4, 7, -1.6);
    plan.scenery.lamp(27.5, 16.4, 7, 1.6);
    plan.scenery.lamp(4, 32, 7, -1.6);
    plan.scenery.lamp(34, 46, 7, -1.6);
    plan.scenery.lamp(-20, 46, 7, -1.6);
    return plan.site();
  }
}
