package lotwatch.media.camera;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Y4mTest {
  @Test
  void imagesFollowTheHeader() throws Exception {
    var stream =
        new Y4m(bytes("YUV4MPEG2 W3 H1 F25:1 Ip C420jpeg\nFRAME\n1234567FRAME Ip\nabcdefg"));

    assertThat(stream.width()).isEqualTo(3);
    assertThat(stream.next()).isEqualTo("1234567".getBytes(ISO_8859_1));
    assertThat(stream.next()).isEqualTo("abcdefg".getBytes(ISO_8859_1));
    assertThat(stream.next()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | no frame came",
        "YUV4 | cut off",
        "RIFF W1 H1; | not YUV4MPEG2",
        "YUV4MPEG2 W3; | how large",
        "YUV4MPEG2 W-3 H1; | how large",
        "YUV4MPEG2 W0 H1; | how large",
        "YUV4MPEG2 W100000 H100000; | over the 33177600 pixels",
        "YUV4MPEG2 W99999999999 H1; | how large",
        "YUV4MPEG2 W2 H2 C444; | C444",
        "YUV4MPEG2 W2 H2 C420p10; | C420p10",
        "YUV4MPEG2 W2 H2 C420jpeg XCOLORRANGE=FULL; | FULL",
        "YUV4MPEG2 W2 H2;FRAME;12345 | cut off",
        "YUV4MPEG2 W2 H2;FRANK;123456 | out of step",
      })
  void otherStreamsAreRefused(String stream, String why) {
    assertThatThrownBy(() -> new Y4m(bytes(stream.replace(';', '\n'))).next())
        .isInstanceOf(CameraException.class)
        .hasMessageContaining(why);
  }

  @Test
  void endlessHeaderIsCut() {
    var endless =
        new InputStream() {
          @Override
          public int read() {
            return 'Y';
          }
        };

    assertThatThrownBy(() -> new Y4m(endless)).hasMessageContaining("longer than 256 bytes");
  }

  @Test
  void endlessFrameLineIsCut() throws IOException {
    var stream = new Y4m(bytes("YUV4MPEG2 W2 H2\nFRAME" + " X".repeat(200)));

    assertThatThrownBy(stream::next).hasMessageContaining("longer than 128 bytes");
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
  }
}
