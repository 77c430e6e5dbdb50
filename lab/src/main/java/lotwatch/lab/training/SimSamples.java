package lotwatch.lab.training;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lotwatch.media.Frame;
import lotwatch.media.Polygon;
import lotwatch.media.Polygon.Point;
import lotwatch.media.sight.Crop;
import lotwatch.sim.Campus;
import lotwatch.sim.SimCamera;
import lotwatch.sim.TrainingScenes;
import lotwatch.sim.Truth;

/** Samples from campuses that the simulator renders, each at a few moments of its day. */
final class SimSamples {
  private static final int MOMENTS = 3;
  private static final int DAY_SECONDS = 86_400;

  /** The surroundings kept of each spot, as part of its box. */
  private static final double AROUND = 0.3;

  private SimSamples() {}

  /**
   * Renders made-up lots, no two alike.
   *
   * @param count how many images
   * @param spotsMax the most spots taken of one image
   */
  static List<Sample> lots(long seed, int count, int spotsMax) {
    var samples = new ArrayList<Sample>();
    for (var i = 0; i < count; i++) {
      var scene = TrainingScenes.scene(seed, i);
      var random = new SplittableRandom(seed + i);
      var n = scene.spots().size();
      var taken = Math.min(n, spotsMax);
      var first = random.nextInt(Math.max(1, n));
      for (var k = 0; k < taken; k++) {
        var at = (first + k) % n;
        samples.add(
            cut(
                scene.frame(),
                scene.spots().get(at),
                scene.occupied()[at],
                "lot" + seed + "/" + i));
      }
    }
    return samples;
  }

  /**
   * Renders campuses as the simulated cameras show them.
   *
   * @param campuses how many
   * @param seed of the first; the others follow it
   */
  static List<Sample> campuses(long seed, int campuses) {
    var samples = new ArrayList<Sample>();
    for (var i = 0; i < campuses; i++) {
      var random = new SplittableRandom(seed + i);
      for (var camera : Campus.of(seed + i).cameras()) {
        for (var k = 0; k < MOMENTS; k++) {
          moment(camera, random.nextInt(DAY_SECONDS), "sim" + (seed + i) + camera.id(), samples);
        }
      }
    }
    return samples;
  }

  private static void moment(SimCamera camera, int seconds, String view, List<Sample> samples) {
    var size = camera.size();
    var planes = new byte[Frame.bytes(size.width(), size.height())];
    camera.draw((long) seconds * camera.fps(), planes);
    var frame = new Frame(0, Instant.EPOCH, size.width(), size.height(), planes);
    var truth = camera.truth(seconds);
    for (var i = 0; i < truth.size(); i++) {
      if (truth.get(i) != Truth.CHANGING) {
        var spot = camera.spots().get(i).outline();
        samples.add(cut(frame, spot, truth.get(i) == Truth.OCCUPIED, view));
      }
    }
  }

  /** A spot of a camera's image, with a little around it. */
  static Sample cut(Frame frame, Polygon spot, boolean occupied, String view) {
    var box = Crop.Box.around(spot, frame.width(), frame.height());
    var left = even(box.x() - AROUND * box.width(), frame.width());
    var top = even(box.y() - AROUND * box.height(), frame.height());
    var right = even(box.x() + (1 + AROUND) * box.width() + 2, frame.width());
    var bottom = even(box.y() + (1 + AROUND) * box.height() + 2, frame.height());
    var corners = new ArrayList<Point>();
    for (var corner : spot.corners()) {
      corners.add(
          new Point(
              (corner.x() * frame.width() - left) / (right - left),
              (corner.y() * frame.height() - top) / (bottom - top)));
    }
    var image = Augment.part(frame, left, top, right - left, bottom - top);
    return new Sample(image, new Polygon(corners), occupied, view);
  }

  private static int even(double at, int most) {
    return 2 * Math.clamp((long) (at / 2), 0, most / 2);
  }
}
