package lotwatch.sim;

import static java.lang.Math.toRadians;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lotwatch.media.Frame;
import lotwatch.media.Polygon;

/** Makes one made-up scene: a lot, cars on it, a camera, a light; then judges what can be seen. */
final class SceneMaker {
  private static final int[][] SIZES = {{640, 480}, {640, 360}, {480, 360}, {720, 480}, {512, 512}};
  private static final double HIDDEN_MAX = 0.45;
  private static final double OUTSIDE_MAX = 0.015;
  private static final double PIXELS_MIN = 9;
  private static final int TRIES_MAX = 12;

  private final SplittableRandom random;
  private final long seed;
  private final List<Pose> poses = new ArrayList<>();
  private boolean[] full = {};

  SceneMaker(long seed) {
    this.seed = seed;
    random = new SplittableRandom(seed);
  }

  TrainingScene make() {
    var layout = new SceneLayout(random);
    park(layout);
    int[] size = SIZES[random.nextInt(SIZES.length)];
    Lens lens = aim(layout, size);
    for (int i = 0; i < TRIES_MAX && seen(lens, layout.spots) < 6; i++) {
      lens = aim(layout, size);
    }
    var site = new Site(layout.ground, layout.scenery, layout.spots, List.of(), List.of());
    var backdrop = new Backdrop(lens, layout.ground, layout.scenery, 1);
    var painter = new Painter(backdrop, layout.scenery, ShadeMap.around(site));
    painter.gain(Math.exp(random.nextGaussian() * 0.3));
    var planes = new byte[Frame.bytes(size[0], size[1])];
    painter.paint(0, light(), poses, List.of(), planes);
    var sight = new Visibility(lens, painter.depths());
    Grain.add(planes, size[0] * size[1], seed, 0.3 + 5 * random.nextDouble() * random.nextDouble());
    return answers(layout, lens, sight, new Frame(0, Instant.EPOCH, size[0], size[1], planes));
  }

  private void park(SceneLayout layout) {
    full = new boolean[layout.spots.size()];
    double share = 0.1 + 0.85 * random.nextDouble();
    double sloppy = 0.3 + random.nextDouble();
    for (int i = 0; i < full.length; i++) {
      full[i] = random.nextDouble() < share;
      if (full[i]) {
        Spot spot = layout.spots.get(i);
        Vehicle vehicle = car();
        double slackAlong = Math.max(0.1, (spot.length() - vehicle.length()) / 2 + 0.15);
        double slackAcross =
            Math.max(0.05, (spot.width() * Math.cos(spot.slant()) - vehicle.width()) / 2);
        double along = (random.nextDouble() * 2 - 1) * Math.min(0.6, slackAlong) * sloppy;
        double across = (random.nextDouble() * 2 - 1) * Math.min(0.45, slackAcross) * sloppy;
        double[] at = spot.point(along / spot.length(), across / spot.width());
        double turn = random.nextDouble() < 0.3 ? Math.PI : 0;
        double lean = random.nextGaussian() * 0.03 * sloppy;
        poses.add(
            new Pose(
                vehicle, at[0], at[1], spot.heading() + spot.slant() + turn + lean, false, false));
      }
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      double y = layout.lanes.get(random.nextInt(layout.lanes.size()));
      double x = layout.x0 + random.nextDouble() * (layout.x1 - layout.x0);
      boolean free = poses.stream().noneMatch(p -> Math.hypot(p.x() - x, p.y() - y) < 4.2);
      if (free) {
        double heading = random.nextBoolean() ? 0 : Math.PI;
        poses.add(
            new Pose(car(), x, y + random.nextDouble() - 0.5, heading, true, random.nextBoolean()));
      }
    }
  }

  private Vehicle car() {
    Vehicle vehicle = Vehicle.random(random);
    double scale = vehicle.scale() * (0.95 + 0.1 * random.nextDouble());
    if (random.nextDouble() < 0.2) {
      int any = Tone.rgb(random.nextInt(256), random.nextInt(256), random.nextInt(256));
      return new Vehicle(vehicle.kind(), any, scale);
    }
    return new Vehicle(vehicle.kind(), vehicle.rgb(), scale);
  }

  private Lens aim(SceneLayout layout, int[] size) {
    Spot target = layout.spots.get(random.nextInt(layout.spots.size()));
    double height = 3 * Math.exp(random.nextDouble() * Math.log(20));
    double steepest = height < 6 ? 40 : 89;
    double pitch = toRadians(13 + (steepest - 13) * Math.pow(random.nextDouble(), 1.3));
    double yaw = random.nextDouble() * 2 * Math.PI;
    double away = height / Math.tan(pitch);
    double wide = 22 + 70 * random.nextDouble();
    double focal = wide * Math.hypot(height, away) / 2.5;
    double view = Math.clamp(2 * Math.atan(size[0] / 2.0 / focal), toRadians(9), toRadians(100));
    var aim =
        new Lens.Aim(
            target.x() - away * Math.sin(yaw),
            target.y() - away * Math.cos(yaw),
            height,
            yaw,
            pitch,
            random.nextGaussian() * 0.04,
            view);
    return new Lens(aim, size[0], size[1]);
  }

  private static long seen(Lens lens, List<Spot> spots) {
    return spots.stream().filter(spot -> inside(lens, spot)).count();
  }

  private static boolean inside(Lens lens, Spot spot) {
    for (double[] corner : spot.corners()) {
      double depth = lens.depth(corner[0], corner[1], 0);
      if (depth < 1) {
        return false;
      }
      double u = lens.column(corner[0], corner[1], 0, depth) / lens.width;
      double v = lens.row(corner[0], corner[1], 0, depth) / lens.height;
      if (Math.abs(u - 0.5) > 0.5 + OUTSIDE_MAX || Math.abs(v - 0.5) > 0.5 + OUTSIDE_MAX) {
        return false;
      }
    }
    double depth = lens.depth(spot.x(), spot.y(), 0);
    return lens.focal * spot.width() / depth > PIXELS_MIN;
  }

  private Light light() {
    double dice = random.nextDouble();
    double clouds = dice < 0.45 ? 0 : random.nextDouble();
    double height =
        random.nextDouble() < 0.12
            ? -0.15 + 0.2 * random.nextDouble()
            : 0.08 + 1.1 * random.nextDouble();
    return Light.of(height, random.nextDouble() * 2 * Math.PI, clouds);
  }

  private TrainingScene answers(SceneLayout layout, Lens lens, Visibility sight, Frame frame) {
    var outlines = new ArrayList<Polygon>();
    var occupied = new ArrayList<Boolean>();
    for (int i = 0; i < full.length; i++) {
      Spot spot = layout.spots.get(i);
      if (inside(lens, spot) && sight.hidden(spot, full[i]) < HIDDEN_MAX) {
        outlines.add(clamped(SimCamera.outline(lens, spot)));
        occupied.add(full[i]);
      }
    }
    var answers = new boolean[occupied.size()];
    for (int i = 0; i < answers.length; i++) {
      answers[i] = occupied.get(i);
    }
    return new TrainingScene(frame, outlines, answers);
  }

  private static Polygon clamped(Polygon polygon) {
    return new Polygon(
        polygon.corners().stream()
            .map(p -> new Polygon.Point(Math.clamp(p.x(), 0, 1), Math.clamp(p.y(), 0, 1)))
            .toList());
  }
}
