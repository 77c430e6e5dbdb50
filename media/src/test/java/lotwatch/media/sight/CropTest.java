package lotwatch.media.sight;

import static lotwatch.media.sight.Crop.FLOATS;
import static lotwatch.media.sight.Crop.SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import lotwatch.media.Frame;
import lotwatch.media.Polygon;
import lotwatch.media.Polygon.Point;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** One way of cutting a spot out of an image, whatever the spot looks like. */
class CropTest {
  private static final int PLANE = SIZE * SIZE;
  private static final int MIDDLE = SIZE / 2 * SIZE + SIZE / 2;
  private static final Offset<Float> ROUNDED = within(1e-3f);
  private static final Polygon LEANING =
      new Polygon(
          List.of(
              new Point(0.30, 0.40),
              new Point(0.50, 0.45),
              new Point(0.65, 0.80),
              new Point(0.40, 0.75)));
  private static final Frame HILLS =
      Painted.frame(320, 200, (x, y) -> 100 + (int) (50 * Math.sin(x / 9.0) * Math.cos(y / 7.0)));

  private static float[] raw(Polygon spot, Frame frame) {
    var out = new float[FLOATS];
    new Crop(spot, frame.width(), frame.height()).sample(frame, out, 0);
    return out;
  }

  private static double outlined(Polygon spot) {
    var crop = raw(spot, HILLS);
    return IntStream.range(3 * PLANE, 4 * PLANE).mapToDouble(i -> crop[i]).sum();
  }

  @Test
  void theSpotIsInTheMiddleAndItsSurroundingsAround() {
    var frame =
        Painted.frame(200, 200, (x, y) -> x >= 80 && x < 120 && y >= 80 && y < 120 ? 200 : 50);

    var crop = raw(Painted.box(0.4, 0.4, 0.6, 0.6), frame);

    assertThat(crop[MIDDLE]).isCloseTo(200, ROUNDED);
    assertThat(crop[0]).isCloseTo(50, ROUNDED);
    assertThat(crop[PLANE - 1]).isCloseTo(50, ROUNDED);
    assertThat(crop[3 * PLANE + MIDDLE]).isEqualTo(1);
    assertThat(crop[3 * PLANE]).isZero();
  }

  @Test
  void thereIsMoreSpaceAboveThanBelow() {
    var crop = raw(Painted.box(0.4, 0.4, 0.6, 0.6), HILLS);

    var column = 3 * PLANE + SIZE / 2;
    var above = IntStream.range(0, SIZE).takeWhile(y -> crop[column + y * SIZE] < 0.5).count();
    var below =
        IntStream.range(0, SIZE).takeWhile(y -> crop[column + (SIZE - 1 - y) * SIZE] < 0.5).count();
    assertThat(above).isGreaterThan(below);
  }

  @Test
  void theOrderOfCornersDoesNotMatter() {
    var expected = raw(LEANING, HILLS);

    for (var turn = 0; turn < 4; turn++) {
      var corners = new ArrayList<>(LEANING.corners());
      Collections.rotate(corners, turn);
      assertThat(raw(new Polygon(corners), HILLS)).containsExactly(expected, within(0.01f));
      Collections.reverse(corners);
      assertThat(raw(new Polygon(corners), HILLS)).containsExactly(expected, within(0.01f));
    }
  }

  @Test
  void outlinesOfThreeToSixteenCornersAreDrawn() {
    for (var n = Polygon.CORNERS_MIN; n <= Polygon.CORNERS_MAX; n++) {
      var corners = new ArrayList<Point>();
      for (var i = 0; i < n; i++) {
        var angle = 2 * Math.PI * i / n + 0.3;
        corners.add(new Point(0.5 + 0.2 * Math.cos(angle), 0.5 + 0.3 * Math.sin(angle)));
      }

      assertThat(outlined(new Polygon(corners))).isBetween(0.2 * PLANE, 0.9 * PLANE);
    }
  }

  @Test
  void aSpotWithoutAreaIsCutAllTheSame() {
    var point = new Point(0.5, 0.5);

    var crop = raw(new Polygon(List.of(point, point, point, point)), HILLS);

    assertThat(IntStream.range(0, FLOATS).allMatch(i -> Float.isFinite(crop[i]))).isTrue();
  }

  @Test
  void shrinkingAveragesInsteadOfSkipping() {
    var stripes = Painted.frame(1280, 720, (x, y) -> x / 3 % 2 == 0 ? 40 : 200);

    var crop = raw(Painted.box(0.2, 0.2, 0.5, 0.6), stripes);

    assertThat(crop[MIDDLE]).isCloseTo(120, within(30f));
  }

  @Test
  void outsideTheImageItsEdgeGoesOn() {
    var frame = Painted.frame(101, 57, (x, y) -> 90);

    var crop = raw(Painted.box(-0.5, 0.8, 0.3, 1.7), frame);

    for (var i = 0; i < PLANE; i++) {
      assertThat(crop[i]).isCloseTo(90, ROUNDED);
    }
  }

  @Test
  void colourComesAlong() {
    var frame = Painted.frame(100, 100, (x, y) -> 90);
    var planes = frame.planes().clone();
    for (var i = 10_000; i < 12_500; i++) {
      planes[i] = (byte) 200;
    }
    var blue = new Frame(1, frame.at(), 100, 100, planes);

    var crop = raw(Painted.box(0.2, 0.2, 0.8, 0.8), blue);

    assertThat(crop[PLANE + MIDDLE]).isCloseTo(200, ROUNDED);
    assertThat(crop[2 * PLANE + MIDDLE]).isCloseTo(128, ROUNDED);
  }

  @Test
  void exposureIsTakenOut() {
    var dark = Painted.frame(320, 200, (x, y) -> (HILLS.planes()[y * 320 + x] & 0xff) - 40);
    var expected = new float[FLOATS];
    var crop = new float[FLOATS];
    var cut = new Crop(LEANING, 320, 200);

    cut.into(HILLS, expected, 0);
    cut.into(dark, crop, 0);

    assertThat(crop).containsExactly(expected, within(0.01f));
  }

  @Test
  void aFrameOfAnotherSizeIsRefused() {
    var crop = new Crop(LEANING, 640, 360);

    assertThatThrownBy(() -> crop.into(HILLS, new float[FLOATS], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("640 x 360");
  }

  /**
   * A crop that is turned by nothing to speak of is sampled pixel by pixel, as the formula says.
   */
  private static Crop plain(Polygon spot, int width, int height) {
    var place = Crop.place(spot, width, height);
    return new Crop(
        spot,
        width,
        height,
        new Crop.Place(place.x(), place.y(), place.ux(), 1e-12, 0, place.vy()));
  }

  /** {@code -Dseed=42} draws the same images and spots again. */
  @Test
  void uprightCropsAreWhatTheFormulaSays() {
    var seed = Long.getLong("seed", System.nanoTime());
    System.out.println("-Dseed=" + seed);
    var random = new Random(seed);
    for (var round = 0; round < 60; round++) {
      var most = round % 3 == 0 ? 1_500 : 40;
      var frame =
          Painted.frame(
              1 + random.nextInt(most), 1 + random.nextInt(most), (x, y) -> random.nextInt(256));
      var left = random.nextDouble(-0.4, 1.2);
      var top = random.nextDouble(-0.4, 1.2);
      var side = round % 2 == 0 ? 0.1 : 1.0;
      var spot =
          Painted.box(left, top, left + random.nextDouble(side), top + random.nextDouble(side));
      var expected = new float[FLOATS];

      plain(spot, frame.width(), frame.height()).sample(frame, expected, 0);

      assertThat(raw(spot, frame)).containsExactly(expected, ROUNDED);
    }
  }
}
