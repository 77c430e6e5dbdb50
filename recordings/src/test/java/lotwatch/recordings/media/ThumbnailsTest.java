package lotwatch.recordings.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import lotwatch.recordings.media.MediaException.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each thumbnail shows the frame of its time, which is told by the boxes along its upper edge. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ThumbnailsTest {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 90;

  @TempDir Path folder;
  private Steps steps;
  private Path sprite;
  private Path cues;

  @BeforeEach
  void open() throws Exception {
    steps = new Steps(Kit.sandbox());
    sprite = folder.resolve("thumbnails.jpg");
    cues = folder.resolve("thumbnails.vtt");
  }

  private Path numbered(int seconds, int width, int height, int rate) throws Exception {
    var video = folder.resolve("numbered.mp4");
    new TestVideo(seconds, width, height, new Ratio(rate, 1)).make(Kit.sandbox(), video);
    return video;
  }

  private BufferedImage made(Path video) throws Exception {
    steps.thumbnails(video, sprite, cues);
    return ImageIO.read(sprite.toFile());
  }

  /** The number of the frame in the thumbnail of that index. */
  private static int number(BufferedImage image, int index) {
    int left = index % 10 * WIDTH;
    int top = index / 10 * HEIGHT;
    return IntStream.range(0, TestVideo.BITS)
        .filter(bit -> red(image, left + bit * 10 + 5, top + HEIGHT / 24) > 127)
        .map(bit -> 1 << bit)
        .sum();
  }

  private static int red(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) >> 16 & 0xff;
  }

  @Test
  void eachSecondHasTheFrameOfItsMiddle() throws Exception {
    var image = made(numbered(12, 320, 180, 25));

    assertThat(image.getWidth()).isEqualTo(10 * WIDTH);
    assertThat(image.getHeight()).isEqualTo(2 * HEIGHT);
    for (int i = 0; i < 12; i++) {
      assertThat(number(image, i)).as("thumbnail %d", i).isEqualTo(i * 25 + 12);
    }
    var lines = Files.readAllLines(cues);
    assertThat(lines).startsWith("WEBVTT", "", "00:00:00.000 --> 00:00:01.000");
    assertThat(lines)
        .endsWith("", "00:00:11.000 --> 00:00:12.000", "thumbnails.jpg#xywh=160,90,160,90");
    assertThat(lines).hasSize(1 + 12 * 3);
  }

  @Test
  void longVideoHasAHundredMadeOfItsKeyframes() throws Exception {
    var source = numbered(205, 160, 90, 5);
    var video = folder.resolve("keys.mp4");
    Kit.make(video, "-i", source + "", "-c:v", "libx264", "-g", "5", "-sc_threshold", "0");
    var probed = steps.probe(video, folder);
    var thumbnails = Thumbnails.of(probed);
    assertThat(thumbnails).isEqualTo(new Thumbnails(2_050, Thumbnails.COUNT_MAX));
    assertThat(thumbnails.arguments(probed, video, sprite, Limits.STANDARD)).contains("nokey");

    var image = made(video);

    assertThat(image.getHeight()).isEqualTo(10 * HEIGHT);
    for (int i = 0; i < Thumbnails.COUNT_MAX; i++) {
      int key = Math.ceilDiv((i * 2 + 1) * 2_050 / 2, 1_000) - 1; // one each second
      assertThat(number(image, i)).as("thumbnail %d", i).isEqualTo(key * 5);
    }
  }

  @Test
  void keyframesThatAreFarApartAreNotEnough() throws Exception {
    var video = numbered(12, 160, 90, 25); // one every 250 frames
    var probed = steps.probe(video, folder);

    assertThat(Thumbnails.of(probed).arguments(probed, video, sprite, Limits.STANDARD))
        .doesNotContain("nokey");
  }

  @Test
  void videoThatIsTurnedIsUprightBetweenBlackBars() throws Exception {
    var source = Kit.clip(folder, "wide.mp4", 2, 25);
    var video = folder.resolve("turned.mp4");
    Kit.make(video, "-display_rotation", "90", "-i", source + "", "-c", "copy");

    var image = made(video);

    assertThat(image.getWidth()).isEqualTo(2 * WIDTH);
    int middle = WIDTH / 2;
    int half = HEIGHT * 9 / 16 / 2; // of its width
    assertThat(brightness(image, 0, middle - half - 4)).isLessThan(20);
    assertThat(brightness(image, middle - half + 4, middle + half - 4)).isGreaterThan(60);
    assertThat(brightness(image, middle + half + 4, WIDTH)).isLessThan(20);
  }

  private static double brightness(BufferedImage image, int fromX, int toX) {
    return IntStream.range(fromX, toX)
        .flatMap(x -> IntStream.range(0, HEIGHT).map(y -> red(image, x, y)))
        .average()
        .orElseThrow();
  }

  @Test
  void stillOfOneFrameHasOne() throws Exception {
    var video = folder.resolve("still.mp4");
    Kit.make(video, "-f", "lavfi", "-i", "testsrc2=s=64x64:r=25:d=0.04", "-c:v", "libx264");

    assertThat(made(video).getWidth()).isEqualTo(WIDTH);
    assertThat(Files.readString(cues)).endsWith("#xywh=0,0,160,90\n");
  }

  @Test
  void noiseIsWithinTheLimitAndWhatIsNotIsRefused() throws Exception {
    var video = folder.resolve("noise.mp4");
    var noise = "color=gray:s=320x180:r=2:d=100,noise=alls=100:allf=t";
    Kit.make(video, "-f", "lavfi", "-i", noise, "-c:v", "libx264", "-preset", "ultrafast");

    made(video);

    assertThat(Files.size(sprite)).isBetween(100_000L, Steps.SPRITE_BYTES_MAX);
    var small = Kit.sandbox().within(Limits.STANDARD.withFileBytesMax(50_000));
    assertThatThrownBy(() -> new Steps(small).thumbnails(video, sprite, cues))
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.kind()).isEqualTo(Kind.LIMIT))
        .hasMessageContaining("50000 bytes");
  }

  @Test
  void brokenVideoIsRefused() throws Exception {
    var text = Files.write(folder.resolve("text.mp4"), List.of("no video"));

    assertThatThrownBy(() -> steps.thumbnails(text, sprite, cues))
        .isInstanceOfSatisfying(MediaException.class, e -> assertThat(e.worthRetrying()).isFalse());
  }
}
