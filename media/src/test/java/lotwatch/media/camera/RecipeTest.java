package lotwatch.media.camera;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeTest {
  @ParameterizedTest
  @CsvSource({
    "rtsp://cam/1, option rtsp_transport tcp",
    "rtsp://cam/1#transport=udp, option rtsp_transport udp",
    "rtsp://cam/1#transport=auto, option rtsp_flags prefer_tcp",
    "rtsp://0.0.0.0:8554/1?listen, option rtsp_flags listen",
    "rtsps://cam/1, option tls_verify 1",
  })
  void rtspIsCalledAsItsOptionsSay(String source, String line) throws Exception {
    assertThat(recipe(source).said()).contains(line);
  }

  @ParameterizedTest
  @CsvSource({"rtsp://admin:s3cret@cam/1", "rtsps://admin:s3cret@cam/1", "https://a:s3cret@cam/1"})
  void noArgumentHoldsALogin(String source) throws Exception {
    assertThat(recipe(source).arguments()).noneMatch(word -> word.contains("s3cret"));
  }

  @ParameterizedTest
  @CsvSource({"rtsps://cam/1#insecure=true", "rtsp://cam/1"})
  void certificateIsNotCheckedWhereThereIsNoneOrNobodyMinds(String source) throws Exception {
    assertThat(recipe(source).said()).noneMatch(line -> line.contains("tls_verify"));
  }

  private static Recipe recipe(String source) throws CameraException {
    return Recipe.of(CameraSettings.of("pole", Source.parse(source)));
  }
}
