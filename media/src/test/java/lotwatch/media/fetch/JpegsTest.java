package lotwatch.media.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import lotwatch.media.camera.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegsTest {
  private static final int BYTES_MAX = 1 << 20;

  @Test
  void imagesAreFoundWhateverLiesBetweenThem() throws Exception {
    var stream = new ByteArrayOutputStream();
    stream.write("HTTP says this\r\n\r\n".getBytes(ISO_8859_1));
    stream.write(jpeg(8));
    stream.write("\r\n--part\r\nContent-Length: 7\r\n\r\n".getBytes(ISO_8859_1));
    stream.write(jpeg(16));
    stream.write(jpeg(24));

    assertThat(all(stream.toByteArray(), BYTES_MAX)).containsExactly(jpeg(8), jpeg(16), jpeg(24));
  }

  @ParameterizedTest
  @CsvSource({
    "mjpeg-no-first-boundary.http, 6",
    "jpegs-in-a-row.http, 6",
    "mjpeg-body-cut-in-a-part.http, 3",
    "snapshot.http, 1",
  })
  void allImagesOfAnAnswerAreFound(String file, int count) throws Exception {
    var answer = Files.readAllBytes(RealData.at("hostile/" + file));

    assertThat(all(answer, BYTES_MAX)).hasSize(count);
  }

  @Test
  void imageInsideAnotherIsNone() throws Exception {
    var inner = jpeg(8);
    var outer = jpeg(64);
    var stream = new ByteArrayOutputStream();
    stream.write(outer, 0, 2);
    stream.write(new byte[] {(byte) 0xff, (byte) 0xe1});
    stream.write((inner.length + 2) >> 8);
    stream.write(inner.length + 2);
    stream.write(inner);
    stream.write(outer, 2, outer.length - 2);

    assertThat(all(stream.toByteArray(), BYTES_MAX)).containsExactly(stream.toByteArray());
  }

  @Test
  void tablesThatACameraLeavesOutArePutIn() throws Exception {
    var whole = jpeg(64);
    var without = new ByteArrayOutputStream();
    without.write(whole, 0, 2);
    for (int at = 2, length; at < whole.length; at += length) {
      var isScan = (whole[at + 1] & 0xff) == 0xda;
      length =
          isScan ? whole.length - at : 2 + (((whole[at + 2] & 0xff) << 8) | (whole[at + 3] & 0xff));
      if ((whole[at + 1] & 0xff) != 0xc4) {
        without.write(whole, at, length);
      }
    }
    assertThat(without.size()).isLessThan(whole.length);

    var found = all(without.toByteArray(), BYTES_MAX).getFirst();

    var image = ImageIO.read(new ByteArrayInputStream(found));
    var expected = ImageIO.read(new ByteArrayInputStream(whole));
    assertThat(image.getRGB(20, 20)).isEqualTo(expected.getRGB(20, 20));
  }

  @Test
  void imageThatIsCutOffGivesWayToTheNext() throws Exception {
    var stream = new ByteArrayOutputStream();
    var cut = jpeg(64);
    stream.write(cut, 0, cut.length - 40);
    stream.write(jpeg(8));
    stream.write(cut, 0, cut.length - 2);
    var images = new Jpegs(new ByteArrayInputStream(stream.toByteArray()), BYTES_MAX);

    assertThat(images.next()).isEqualTo(jpeg(8));
    assertThat(images.next()).isNull();
    assertThat(images.torn()).isEqualTo(2);
  }

  @Test
  void imageThatIsTooLongIsLeftOut() throws Exception {
    var stream = new ByteArrayOutputStream();
    stream.write(jpeg(256));
    stream.write(jpeg(8));

    assertThat(jpeg(256).length).isGreaterThan(jpeg(8).length + 100);
    assertThat(all(stream.toByteArray(), jpeg(8).length + 10)).containsExactly(jpeg(8));
  }

  private static List<byte[]> all(byte[] stream, int bytesMax) throws IOException {
    var found = new ArrayList<byte[]>();
    var images = new Jpegs(new ByteArrayInputStream(stream), bytesMax);
    for (var image = images.next(); image != null; image = images.next()) {
      found.add(image);
    }
    return found;
  }

  private static byte[] jpeg(int side) throws IOException {
    var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (var i = 0; i < side; i++) {
      image.setRGB(i, (i * 7) % side, 0xff8800 + i);
    }
    var file = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", file);
    return file.toByteArray();
  }
}
