package lotwatch.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import lotwatch.media.Frame;
import lotwatch.media.Polygon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CampusTest {
  private static final int BYTES = Frame.bytes(Campus.SIZE.width(), Campus.SIZE.height());

  static LongStream seeds() {
    return Seeds.some().limit(1);
  }

  @Test
  void threeLotsHaveTheirPlaces() {
    assertThat(Campus.of(1).capacities())
        .containsEntry("north", 28)
        .containsEntry("south", 18)
        .containsEntry("visitors", 13)
        .hasSize(3);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void sameSeedAndMomentGiveTheSameBytes(long seed) {
    var straight = Campus.of(seed).cameras().getFirst();
    var detour = Campus.of(seed).cameras().getFirst();
    var other = new byte[BYTES];
    detour.draw(3_000, other);
    detour.draw(77, other);

    assertThat(image(detour, 500)).isEqualTo(image(straight, 500));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everySpotIsInsideTheImageAndNotTwisted(long seed) {
    for (SimCamera camera : Campus.of(seed).cameras()) {
      for (SimSpot spot : camera.spots()) {
        var corners = spot.outline().corners();
        assertThat(corners).as(spot.id()).allMatch(CampusTest::inside);
        double turn = turn(corners.get(0), corners.get(1), corners.get(2));
        for (int i = 1; i < 4; i++) {
          double next = turn(corners.get(i), corners.get((i + 1) % 4), corners.get((i + 2) % 4));
          assertThat(next * turn).as(spot.id()).isPositive();
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anOccupiedSpotLooksDifferentFromTheEmptyGround(long seed) {
    var site = CampusSites.north(seed);
    var lens = Campus.northLens();
    var traffic = new Traffic(site, seed);
    var painter =
        new Painter(
            new Backdrop(lens, site.ground(), site.scenery(), 1),
            site.scenery(),
            ShadeMap.around(site));
    var empty = new byte[BYTES];
    var full = new byte[BYTES];
    var light = Light.at(11, 0.9, 0);
    painter.paint(0, light, java.util.List.of(), java.util.List.of(), empty);
    painter.paint(0, light, traffic.standing(100), java.util.List.of(), full);

    var truth = traffic.truth(100);
    for (int i = 0; i < truth.length; i++) {
      double difference = difference(lens, site.spots().get(i), empty, full);
      if (truth[i] == Truth.OCCUPIED) {
        assertThat(difference).as(site.spots().get(i).id()).isGreaterThan(8);
      }
    }
  }

  @Test
  void noHourIsBlackOrBlown() {
    var camera = Campus.of(1).cameras().getFirst();
    var planes = new byte[BYTES];
    for (int second = 0; second < Day.LENGTH; second += 60) {
      camera.draw((long) second * Campus.FPS, planes);
      long sum = 0;
      for (int i = 0; i < Campus.SIZE.width() * Campus.SIZE.height(); i++) {
        sum += planes[i] & 255;
      }

      double mean = (double) sum / (Campus.SIZE.width() * Campus.SIZE.height());
      assertThat(mean).as("second %s", second).isBetween(45.0, 185.0);
    }
  }

  @Test
  void writesWholeImagesUntilTold() throws IOException {
    var camera = Campus.of(1).cameras().getFirst();
    var asked = new AtomicInteger();
    var out = new ByteArrayOutputStream();

    camera.writeFrames(out, () -> asked.getAndIncrement() < 3, Pace.UNBOUNDED, Instant.EPOCH);

    assertThat(out.size()).isEqualTo(3 * BYTES);
  }

  @Test
  void aBufferOfTheWrongSizeIsRefused() {
    var camera = Campus.of(1).cameras().getFirst();

    assertThatThrownBy(() -> camera.draw(0, new byte[7]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("7 bytes");
  }

  private static byte[] image(SimCamera camera, long number) {
    var planes = new byte[BYTES];
    camera.draw(number, planes);
    return planes;
  }

  private static boolean inside(Polygon.Point p) {
    return p.x() >= 0 && p.x() <= 1 && p.y() >= 0 && p.y() <= 1;
  }

  private static double turn(Polygon.Point a, Polygon.Point b, Polygon.Point c) {
    return (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x());
  }

  /** Mean luma difference over the middle of a spot, half a metre above the ground. */
  private static double difference(Lens lens, Spot spot, byte[] a, byte[] b) {
    double sum = 0;
    int points = 0;
    for (double along = -0.3; along <= 0.3; along += 0.06) {
      for (double across = -0.3; across <= 0.3; across += 0.06) {
        double[] at = spot.point(along, across);
        double depth = lens.depth(at[0], at[1], 0.5);
        int column = (int) lens.column(at[0], at[1], 0.5, depth);
        int row = (int) lens.row(at[0], at[1], 0.5, depth);
        int i = row * lens.width + column;
        sum += Math.abs((a[i] & 255) - (b[i] & 255));
        points++;
      }
    }
    return sum / points;
  }
}
