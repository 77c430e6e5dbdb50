package lotwatch.media.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import javax.imageio.ImageIO;
import lotwatch.media.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegTest {
  @ParameterizedTest
  @CsvSource({
    "16, 128, 128, 0x000000",
    "235, 128, 128, 0xffffff",
    "81, 90, 240, 0xff0000",
    "145, 54, 34, 0x00ff00",
    "41, 240, 110, 0x0000ff",
    "255, 128, 128, 0xffffff",
    "0, 128, 128, 0x000000"
  })
  void coloursSurvive(int luma, int cb, int cr, String rgb) throws Exception {
    var image =
        Objects.requireNonNull(
            ImageIO.read(new ByteArrayInputStream(new Jpeg().of(frame(0, 33, 17, luma, cb, cr)))));

    assertThat(image.getWidth()).isEqualTo(33);
    assertThat(image.getHeight()).isEqualTo(17);
    var is = image.getRGB(16, 16);
    var wanted = Integer.decode(rgb);
    for (var shift : new int[] {0, 8, 16}) {
      assertThat(is >> shift & 0xff)
          .isBetween((wanted >> shift & 0xff) - 4, (wanted >> shift & 0xff) + 4);
    }
  }

  @Test
  void frameIsEncodedOnce() {
    var jpeg = new Jpeg();
    var first = jpeg.of(frame(1, 64, 64, 100, 128, 128));

    assertThat(jpeg.of(frame(1, 64, 64, 100, 128, 128))).isSameAs(first);
    assertThat(jpeg.of(frame(2, 64, 64, 100, 128, 128))).isNotSameAs(first);
  }

  private static Frame frame(long number, int width, int height, int luma, int cb, int cr) {
    var planes = new byte[Frame.bytes(width, height)];
    var chroma = Frame.chroma(width) * Frame.chroma(height);
    Arrays.fill(planes, 0, width * height, (byte) luma);
    Arrays.fill(planes, width * height, width * height + chroma, (byte) cb);
    Arrays.fill(planes, width * height + chroma, planes.length, (byte) cr);
    return new Frame(number, Instant.EPOCH, width, height, planes);
  }
}
