package lotwatch.wire.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import lotwatch.ledger.RecordingCommand;
import lotwatch.wire.recordings.Wanted.Codec;
import lotwatch.wire.recordings.Wanted.Container;
import lotwatch.wire.recordings.Wanted.Crop;
import lotwatch.wire.recordings.Wanted.Preset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WantedTest {
  private static final Map<String, String> ALL =
      Map.of(
          "container", "mkv",
          "codec", "h265",
          "width", "640",
          "height", "360",
          "frameRate", "30000/1001",
          "crop", "1280x720+10+20",
          "rotate", "90",
          "deinterlace", "true",
          "crf", "28",
          "preset", "slow");

  @Test
  void everyFieldIsReadAndWritten() {
    var wanted = Wanted.of(ALL);

    assertThat(wanted)
        .isEqualTo(
            new Wanted(
                Container.MKV,
                Codec.H265,
                640,
                360,
                "30000/1001",
                new Crop(1280, 720, 10, 20),
                90,
                true,
                28,
                null,
                Preset.SLOW));
    assertThat(wanted.text())
        .contains("\"container\":\"mkv\"", "\"codec\":\"h265\"", "\"preset\":\"slow\"")
        .doesNotContain("bitRate")
        .hasSizeLessThan(RecordingCommand.WANTED_LENGTH_MAX);
    assertThat(Wanted.of(wanted.text())).isEqualTo(wanted);
  }

  @Test
  void nothingAskedIsMp4WithH264AsLargeAsTheSource() {
    assertThat(Wanted.USUAL.text())
        .isEqualTo("{\"container\":\"mp4\",\"codec\":\"h264\",\"rotate\":0,\"deinterlace\":false}");
    assertThat(Wanted.of(Map.of("container", "webm")).codec()).isEqualTo(Codec.VP9);
  }

  @ParameterizedTest
  @CsvSource({
    "container, avi",
    "codec, theora",
    "width, 14",
    "width, 641",
    "width, 8194",
    "height, -2",
    "height, 1e3",
    "height, 99999999999",
    "frameRate, 0",
    "frameRate, 241",
    "frameRate, 1/0",
    "frameRate, fast",
    "crop, 10",
    "crop, 1x1",
    "rotate, 45",
    "rotate, 360",
    "deinterlace, perhaps",
    "crf, 52",
    "bitRate, 9999",
    "bitRate, 400000001",
    "preset, placebo",
    "threads, 4",
  })
  void wrongFieldIsNamed(String field, String value) {
    assertThatThrownBy(() -> Wanted.of(Map.of(field, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(field);
  }

  @ParameterizedTest
  @CsvSource({
    "width, 16",
    "width, 8192",
    "frameRate, 240",
    "frameRate, 29.97",
    "crf, 0",
    "crf, 51",
    "bitRate, 10000",
    "bitRate, 400000000",
    "rotate, 270",
    "deinterlace, false",
  })
  void limitItselfIsTaken(String field, String value) {
    assertThat(Wanted.of(Map.of(field, value)).text()).contains(field);
  }

  @Test
  void frameHasSoManyPixelsAtMost() {
    assertThat(Wanted.of(Map.of("width", "7680", "height", "4320")).width()).isEqualTo(7_680);
    assertThatThrownBy(() -> Wanted.of(Map.of("width", "7680", "height", "4322")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the limit is 33177600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"width=640", "crf=20", "rotate=90", "deinterlace=true"})
  void copyChangesNothing(String change) {
    var asked = new HashMap<>(Map.of("codec", "copy"));
    assertThat(Wanted.of(asked).codec()).isEqualTo(Codec.COPY);
    var words = change.split("=", 2);
    asked.put(words[0], words[1]);

    assertThatThrownBy(() -> Wanted.of(asked)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void containerHoldsWhatItCan() {
    assertThatThrownBy(() -> Wanted.of(Map.of("container", "webm", "codec", "h264")))
        .hasMessage("codec is h264, which webm does not hold");
    assertThatThrownBy(() -> Wanted.of(Map.of("crf", "20", "bitRate", "100000")))
        .hasMessageContaining("crf and bitRate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[1]", "{\"container\":\"avi\",\"codec\":\"h264\"}"})
  void textThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> Wanted.of(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
