package lotwatch.media.camera;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import lotwatch.media.camera.BadImage.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StillTest {
  private static final int SIDE_MAX = 1_920;

  private static byte[] file(String format, int width, int height, int type) throws Exception {
    var image = new BufferedImage(width, height, type);
    var pen = image.createGraphics();
    pen.setColor(Color.RED);
    pen.fillRect(0, 0, width, height);
    pen.dispose();
    var file = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, file)).isTrue();
    return file.toByteArray();
  }

  private static byte[] file(String format, int width, int height) throws Exception {
    return file(format, width, height, BufferedImage.TYPE_INT_RGB);
  }

  private static BadImage bad(byte[] file) {
    return catchThrowableOfType(BadImage.class, () -> Still.decode(file, SIDE_MAX));
  }

  @ParameterizedTest
  @CsvSource({
    "jpeg, 64, 48",
    "png, 64, 48",
    "jpeg, 16, 16",
    "png, 16, 16",
    "jpeg, 33, 17",
    "png, 71, 16"
  })
  void eachSizeOfBothKindsIsDecoded(String format, int width, int height) throws Exception {
    var still = Still.decode(file(format, width, height), SIDE_MAX);

    assertThat(still.width()).isEqualTo(width);
    assertThat(still.height()).isEqualTo(height);
    int luma = still.planes()[0] & 0xff;
    int cr = still.planes()[still.planes().length - 1] & 0xff;
    assertThat(luma).isBetween(78, 84);
    assertThat(cr).isBetween(235, 241);
  }

  @Test
  void imageWithDamagedPixelsIsRefused() throws Exception {
    var whole = java.nio.file.Files.readAllBytes(RealData.at("hostile/exif-orientation-1.jpg"));
    assertThat(Still.decode(whole, SIDE_MAX).width()).isPositive();

    var torn = whole.clone();
    for (var i = torn.length / 2; i < torn.length - 100; i += 7) {
      if (torn[i] != -1 && torn[i - 1] != -1) {
        torn[i] = 0x55;
      }
    }

    assertThat(bad(torn).kind()).isEqualTo(BadImage.Kind.DAMAGED);
  }

  @Test
  void grayIsGray() throws Exception {
    for (var format : new String[] {"jpeg", "png"}) {
      var still = Still.decode(file(format, 16, 16, BufferedImage.TYPE_BYTE_GRAY), SIDE_MAX);

      assertThat(still.planes()[still.planes().length - 1] & 0xff).isBetween(126, 130);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "4000, 3000, 1920, 1440",
    "1921, 100, 1920, 99",
    "100, 3000, 64, 1920",
    "1920, 16, 1920, 16"
  })
  void largeImageIsScaledDown(int width, int height, int toWidth, int toHeight) throws Exception {
    var still = Still.decode(file("png", width, height), SIDE_MAX);

    assertThat(still.width()).isEqualTo(toWidth);
    assertThat(still.height()).isEqualTo(toHeight);
    assertThat(still.planes()[still.width() * still.height() / 2] & 0xff).isBetween(78, 84);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "test", "GIF89a", "BM", "\u0000\u0000\u0001\u0000", "<svg/>"})
  void whatIsNoImageIsSaidToBeNone(String text) {
    var bad = bad(text.getBytes(ISO_8859_1));

    assertThat(bad).hasMessage("not a JPEG or PNG image");
    assertThat(bad.kind()).isEqualTo(Kind.OTHER);
  }

  @Test
  void otherFormatsAreNotTried() throws Exception {
    assertThat(bad(file("gif", 9, 9)).kind()).isEqualTo(Kind.OTHER);
    assertThat(bad(file("bmp", 9, 9)).kind()).isEqualTo(Kind.OTHER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "png"})
  void everyCutIsRefused(String format) throws Exception {
    var whole = file(format, 40, 30);
    for (int length = 0; length < whole.length; length += 1 + whole.length / 97) {
      assertThat(bad(Arrays.copyOf(whole, length))).as("%d bytes", length).isNotNull();
    }
  }

  /** Whatever is in it: an image or a refusal, and nothing else. */
  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "png"})
  void damagedImageIsNoFaultOfOurs(String format) throws Exception {
    var whole = file(format, 64, 48);
    var random = new Random(7);
    for (int i = 0; i < 300; i++) {
      var damaged = whole.clone();
      for (int k = 0; k <= i % 4; k++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(Still.decode(damaged, SIDE_MAX).width()).isPositive();
      } catch (BadImage e) {
        assertThat(e).hasMessageContaining("image");
      }
    }
  }

  @Test
  void moreBytesThanTheLimitAreRefused() throws Exception {
    var file = Arrays.copyOf(file("jpeg", 24, 24), Still.BYTES_MAX);
    assertThat(Still.decode(file, SIDE_MAX).width()).isEqualTo(24);

    assertThat(bad(Arrays.copyOf(file, Still.BYTES_MAX + 1)))
        .hasMessageContaining("4194305 bytes, the limit is 4194304")
        .extracting(BadImage::kind)
        .isEqualTo(Kind.TOO_LARGE);
  }

  @Test
  void morePixelsThanTheLimitAreRefusedByTheHeadAlone() throws Exception {
    var png = file("png", 8, 8);
    ByteBuffer.wrap(png).putInt(16, 16_000_001).putInt(20, 1);
    var crc = new CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    var jpeg = file("jpeg", 8, 8);
    ByteBuffer.wrap(jpeg)
        .putShort(heightOf(jpeg), (short) 65_500)
        .putShort(heightOf(jpeg) + 2, (short) 65_500);

    assertThat(bad(png).kind()).isEqualTo(Kind.TOO_LARGE);
    assertThat(bad(png)).hasMessageContaining("16000001 x 1 pixels, the limit is 16000000");
    assertThat(bad(jpeg)).hasMessageContaining("65500 x 65500 pixels");
  }

  /** Where a baseline JPEG says how high it is. */
  private static int heightOf(byte[] jpeg) {
    for (int i = 2; ; i++) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xc0) {
        return i + 5;
      }
    }
  }

  @Test
  void imageOfMoreScansThanTheLimitIsRefused() throws Exception {
    var jpeg = file("jpeg", 8, 8);
    var many = ByteBuffer.allocate(jpeg.length + 2 * ImageFile.SCANS_MAX);
    many.put(jpeg, 0, jpeg.length - 2);
    for (int i = 0; i < ImageFile.SCANS_MAX; i++) {
      many.put((byte) 0xff).put((byte) 0xda);
    }
    many.put(jpeg, jpeg.length - 2, 2);

    assertThat(bad(many.array())).hasMessageContaining("65 scans, the limit is 64");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "15, 100", "1920, 15"})
  void imageOnWhichNobodySeesASpotIsRefused(int width, int height) throws Exception {
    assertThat(bad(file("png", width, height))).hasMessageContaining("too small");
    assertThat(bad(file("jpeg", width, height))).hasMessageContaining("too small");
  }

  /** Two quarters of a red and two of a black image, in each of the eight orientations. */
  @ParameterizedTest
  @CsvSource({"1, TL", "2, TR", "3, BR", "4, BL", "5, TL", "6, TR", "7, BR", "8, BL"})
  void jpegIsTurnedAsItSays(int orientation, String redCorner) throws Exception {
    var image = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 32; x++) {
        image.setRGB(x, y, 0xff0000);
      }
    }
    var out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", out);

    var still = Still.decode(withOrientation(out.toByteArray(), orientation), SIDE_MAX);

    boolean lies = orientation > 4;
    assertThat(still.width()).isEqualTo(lies ? 32 : 64);
    assertThat(still.height()).isEqualTo(lies ? 64 : 32);
    for (var corner : new String[] {"TL", "TR", "BR", "BL"}) {
      int x = corner.charAt(1) == 'L' ? 2 : still.width() - 3;
      int y = corner.charAt(0) == 'T' ? 2 : still.height() - 3;
      int luma = still.planes()[y * still.width() + x] & 0xff;
      assertThat(luma > 50).as(corner).isEqualTo(corner.equals(redCorner));
    }
  }

  /** An Exif segment, big-endian, with the orientation as its only tag. */
  private static byte[] withOrientation(byte[] jpeg, int orientation) {
    var exif =
        HexFormat.of()
            .parseHex(
                "ffe10022457869660000"
                    + "4d4d002a00000008"
                    + "0001"
                    + "011200030000000100%02x0000".formatted(orientation)
                    + "00000000");
    var all = ByteBuffer.allocate(jpeg.length + exif.length);
    return all.put(jpeg, 0, 2).put(exif).put(jpeg, 2, jpeg.length - 2).array();
  }

  @Test
  void everyCutOfExifIsTakenForUpright() throws Exception {
    var jpeg = withOrientation(file("jpeg", 32, 16), 6);
    for (int length = 2; length < 44; length++) {
      assertThat(Orientation.of(Arrays.copyOf(jpeg, length))).isNotNull();
    }
    assertThat(Orientation.of(jpeg)).isEqualTo(Orientation.TURNED_LEFT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 6})
  void realImagesOfAllOrientationsShowTheSame(int orientation) throws Exception {
    var file = RealData.at("hostile/exif-orientation-%d.jpg".formatted(orientation));

    var still = Still.decode(Files.readAllBytes(file), SIDE_MAX);

    assertThat(still.width()).isEqualTo(640);
    assertThat(still.height()).isEqualTo(480);
    int w = still.width();
    int cr = w * 480 + 320 * 240;
    assertThat(still.planes()[cr + 2 * 320 + 2] & 0xff).as("red, top left").isGreaterThan(200);
  }

  @ParameterizedTest
  @CsvSource({
    "truncated-half.jpg, cut off",
    "one-pixel.jpg, too small",
    "wide-65500x1.jpg, too small",
    "head-says-65535x65535.jpg, image dimension",
    "progressive-58-scans.jpg, fewer scans"
  })
  void hostileImagesAreRefusedByName(String name, String why) throws Exception {
    var file = Files.readAllBytes(RealData.at("hostile/" + name));

    assertThat(bad(file)).hasMessageContaining(why);
  }

  @Test
  void pngWithAChunkLongerThanItselfIsCutOff() throws Exception {
    var png = file("png", 8, 8);
    ByteBuffer.wrap(png).putInt(33, Integer.MAX_VALUE);
    assertThat(bad(png)).hasMessageContaining("cut off");

    ByteBuffer.wrap(png).putInt(33, -5);
    assertThat(bad(png)).hasMessageContaining("cut off");
  }

  @Test
  void imageDoesNotWaitForOthersForEver() throws Exception {
    Still.AT_ONCE.acquire(Still.AT_ONCE_MAX);
    try {
      assertThatThrownBy(() -> Still.decode(file("png", 16, 16), SIDE_MAX))
          .isInstanceOf(BusyException.class)
          .hasMessageContaining("being decoded");
    } finally {
      Still.AT_ONCE.release(Still.AT_ONCE_MAX);
    }
    assertThat(Still.decode(file("png", 16, 16), SIDE_MAX).width()).isEqualTo(16);
  }

  /**
   * Four components with Adobe's mark that they are cyan, magenta, yellow and black: some releases
   * of the JDK decode them and others do not.
   */
  @Test
  void fourColourPrintIsDecodedOrRefused() throws Exception {
    var raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var file = new ByteArrayOutputStream();
    try (var out = ImageIO.createImageOutputStream(file)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(raster, null, null), null);
    } finally {
      writer.dispose();
    }

    var bare = file.toByteArray();
    var adobe = HexFormat.of().parseHex("ffee000e41646f6265006400000000" + "00");
    var print = ByteBuffer.allocate(bare.length + adobe.length);
    print.put(bare, 0, 2).put(adobe).put(bare, 2, bare.length - 2);

    try {
      assertThat(Still.decode(print.array(), SIDE_MAX).width()).isEqualTo(16);
    } catch (BadImage e) {
      assertThat(e.kind()).isEqualTo(Kind.DAMAGED);
    }
  }
}
