package lotwatch.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import lotwatch.media.sight.Sight;
import lotwatch.wire.Observation.Visibility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labelled images in, counts and images of the mistakes out. */
class EvalTest {
  /** Below what the shipped weights reach, so that only a real loss fails. */
  private static final double ACCURACY_MIN = 0.93;

  /** Patches of acpds darker than this, in mean luma, are nights. */
  private static final int NIGHT_MAX = 45;

  /** Every so many patches are looked at. */
  private static final int EVERY = 5;

  @TempDir private Path folder = Path.of("");

  private static void image(Path file, Color color) throws IOException {
    var image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    var g = image.createGraphics();
    g.setColor(color);
    g.fillRect(0, 0, 64, 64);
    g.dispose();
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  private void patches() throws IOException {
    image(folder.resolve("lot/a.png"), Color.GRAY);
    image(folder.resolve("lot/b.png"), Color.GRAY);
    Files.writeString(
        folder.resolve("lot/index.csv"),
        """
        file,label,camera,origin,polygon
        a.png,free,one,x,
        b.png,occupied,one,x,"0.1,0.1 0.9,0.1 0.9,0.9 0.1,0.9"
        """);
  }

  @Test
  void everyLabelIsCountedOnceAndTheMistakeIsDrawn() throws Exception {
    patches();
    var images = folder.resolve("images");

    var result = Eval.run(List.of(folder), images, line -> {}).getFirst();

    // both are the same grey, so one of the two labels is missed
    assertThat(result.labels()).isEqualTo(2);
    assertThat(result.right()).isEqualTo(1);
    assertThat(result.mistakes()).hasSize(1);
    assertThat(images.resolve("lot-wrong.png")).exists();
  }

  @Test
  void theReportSaysTheAccuracy() throws Exception {
    patches();

    var results = Eval.run(List.of(folder), folder.resolve("images"), line -> {});

    assertThat(Report.json(results)).contains("\"accuracy\" : 0.5");
    assertThat(Report.text(results)).contains("lot").contains("50.00%");
  }

  @Test
  void aFolderWithoutLabelsIsRefused() {
    assertThatThrownBy(() -> Eval.run(List.of(folder), folder, line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("labels.json");
  }

  @Test
  void labelsInAnotherFormatAreRefused() throws IOException {
    Files.writeString(folder.resolve("labels.json"), "{\"format\": \"something/2\"}");

    assertThatThrownBy(() -> Eval.run(List.of(folder), folder, line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("parking-truth/1");
  }

  @Test
  void imagesSurviveTheWayToFramesAndBack() {
    var image = new BufferedImage(5, 3, BufferedImage.TYPE_INT_RGB);
    for (var i = 0; i < 15; i++) {
      image.setRGB(i % 5, i / 5, 0xc04020);
    }

    var back = Images.image(Images.frame(image)).getRGB(4, 2);

    assertThat(back >> 16 & 0xff).isCloseTo(0xc0, within(4));
    assertThat(back >> 8 & 0xff).isCloseTo(0x40, within(4));
    assertThat(back & 0xff).isCloseTo(0x20, within(4));
  }

  @Test
  void theShippedWeightsKnowLotsTheyNeverSaw() throws Exception {
    var sets = RealData.at("occupancy");

    var results = Eval.run(List.of(sets), folder, line -> {});

    System.out.print(Report.text(results));
    assertThat(Report.accuracy(results)).isGreaterThan(ACCURACY_MIN);
  }

  @Test
  void realNightsAreNotCalledBlack() throws Exception {
    var patches = RealData.at("../spot-patches/acpds");

    var nights = 0;
    var black = 0;
    var all = Patch.read(patches);
    for (var k = 0; k < all.size(); k += EVERY) {
      var frame = Images.read(all.get(k).file());
      var sum = 0L;
      for (var i = 0; i < frame.width() * frame.height(); i++) {
        sum += frame.planes()[i] & 0xff;
      }
      if (sum < (long) NIGHT_MAX * frame.width() * frame.height()) {
        nights++;
        black += Sight.visibility(frame) == Visibility.BLACK ? 1 : 0;
      }
    }
    System.out.printf("%d night patches, %d called black%n", nights, black);
    assertThat(black).isZero();
  }
}
