package lotwatch.media.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
  @Test
  void eachKindIsRead() {
    assertThat(Source.parse("file:/a/b.mp4")).isEqualTo(new Source.VideoFile(Path.of("/a/b.mp4")));
    assertThat(Source.parse("file:///a/b.mp4"))
        .isEqualTo(new Source.VideoFile(Path.of("/a/b.mp4")));
    assertThat(Source.parse("clips/b c.mp4"))
        .isEqualTo(new Source.VideoFile(Path.of("clips/b c.mp4")));
    assertThat(Source.parse("rtsp://cam/1")).isEqualTo(new Source.Rtsp("rtsp://cam/1", false));
    assertThat(Source.parse("rtsp://0.0.0.0:8554/n?listen"))
        .isEqualTo(new Source.Rtsp("rtsp://0.0.0.0:8554/n", true));
    assertThat(Source.parse("HTTPS://cam/m.cgi")).isEqualTo(new Source.Http("HTTPS://cam/m.cgi"));
    assertThat(Source.parse("sim:north")).isEqualTo(new Source.Simulated("north", 1));
    assertThat(Source.parse("grpc:0")).isEqualTo(new Source.Sent(0)).hasToString("grpc:0");
    assertThat(Source.parse("grpc:2147483647")).isEqualTo(new Source.Sent(Integer.MAX_VALUE));
    assertThat(Source.parse("sim:north?seed=-7")).isEqualTo(new Source.Simulated("north", -7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 1 to 2048 characters",
        "ftp://host/x | \"ftp:\" is no kind of camera",
        "concat:a.ts | \"concat:\" is no kind of camera",
        "file: | needs the path of a file",
        "file://host/a.mp4 | needs the path of a file",
        "rtsp:user:secret@host/1 | rtsp: needs two slashes: write rtsp://HOST[:PORT]/PATH",
        "rtsp:///1 | names no host",
        "http://:80/x | names no host",
        "sim:North Lot | is no simulated camera",
        "sim:north?seed=x | is no simulated camera",
        "grpc:-1 | write grpc:N, N from 0 to 2147483647",
        "grpc:2147483648 | write grpc:N, N from 0 to 2147483647",
        "rtsp://admin:sec/ret@cam/1 | the user name or password holds a raw '/': write %2F for it",
        "rtsp://admin:sec#ret@cam/1 | the user name or password holds a raw '#': write %23 for it",
        "http://admin:sec?ret@cam/1 | the user name or password holds a raw '?': write %3F for it",
        "http://cam/1#poll=0 | poll is a number of seconds from 0.1 to 3600",
        "http://cam/1#transport=udp | transport is for RTSP cameras",
        "rtsp://cam/1#transport=pigeon | transport is tcp, udp or auto",
        "rtsp://cam/1#poll=3 | an RTSP camera is not polled",
        "https://cam/1#insecure=true&colour=red | a camera has no option colour",
        "grpc://host:1 | write grpc:N, N from 0 to 2147483647",
      })
  void badSourceIsExplained(String written, String why) {
    assertThatThrownBy(() -> Source.parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rtsp://a:s3cret@cam/1#insecure=true&transport=udp",
        "rtsp://0.0.0.0:8554/n?listen",
        "rtsp://cam/1#transport=auto",
        "https://a:s3cret@cam/snapshot.jpg#insecure=true&poll=2.5",
        "http://cam/snapshot.jpg?channel=1#poll=60",
        "http://cam/page#part",
        "grpc:7",
        "sim:north?seed=3",
      })
  void sourceIsWrittenAsItIsRead(String written) {
    var source = Source.parse(written);

    assertThat(Source.parse(source.written()).with(source.options())).isEqualTo(source);
    assertThat(source).hasToString(written.replace("a:s3cret@", "***@").replace("=1#", "=***#"));
  }

  @Test
  void longAndControlCharactersAreRefused() {
    assertThatThrownBy(() -> Source.parse("http://a/" + "x".repeat(Source.LENGTH_MAX)))
        .hasMessageContaining("2048");
    assertThatThrownBy(() -> Source.parse("a\nb")).hasMessageContaining("control");
  }

  @ParameterizedTest
  @CsvSource({
    "rtsp://admin:s3cret@cam:554/1, rtsp://***@cam:554/1",
    "rtsp://admin:s3cr%2Fet@cam/1, rtsp://***@cam/1",
    "rtsp://admin:s3c@ret@cam/1, rtsp://***@cam/1",
    "rtsp://s3cret@cam/1, rtsp://***@cam/1",
    "rtsp://cam/user@home, rtsp://cam/user@home",
    "http://cam/v.cgi?user=admin&pwd=s3cret, http://cam/v.cgi?user=***&pwd=***",
    "http://a:s3cret@cam/v?token=s3cret#f, http://***@cam/v?token=***#f",
  })
  void secretsAreMasked(String written, String shown) {
    var source = Source.parse(written);

    assertThat(source).hasToString(shown);
    assertThat(CameraSettings.of("a", source).toString()).doesNotContain("s3c");
  }

  @Test
  void secretsAreMaskedInWhatFfmpegSays() {
    var url = "rtsp://admin:s3cret@cam/1?key=k3y";

    assertThat(Credentials.masked("Error opening " + url + ": 401 for admin:s3cret, s3cret", url))
        .isEqualTo("Error opening rtsp://***@cam/1?key=*** 401 for ***, ***");
  }
}
