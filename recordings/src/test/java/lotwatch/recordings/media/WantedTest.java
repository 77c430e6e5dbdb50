package lotwatch.recordings.media;

import static lotwatch.wire.recordings.Wanted.SIDE_MAX;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class WantedTest {
  @Test
  void usualIsFine() {
    assertThat(Wanted.USUAL.problems()).isEmpty();
  }

  @Test
  void oddAndTooLargeSidesAreNamedTogether() {
    assertThat(Wanted.USUAL.sized(Optional.of(641), Optional.of(SIDE_MAX + 2)).problems())
        .containsExactly(
            "width 641: an even number of pixels from 16 to 8192",
            "height 8194: an even number of pixels from 16 to 8192");
  }

  @Test
  void eachLimitIsNamed() {
    var wanted =
        Wanted.USUAL
            .at(Ratio.parse("241"))
            .shaped(Optional.of(new Crop(15, 16, 0, 0)), 45, false)
            .encoded(new Quality.Constant(52), Preset.FAST, 61);

    assertThat(wanted.problems())
        .containsExactly(
            "frame rate 241/1: from 1 to 240 per second",
            "rotate 45: 0, 90, 180 or 270 degrees",
            "keyframes every 61 s: 0 to 60",
            "crop Crop[width=15, height=16, left=0, top=0]: at least 16 x 16 pixels, from 0 on",
            "crf 52: 0 to 51 for H264");
  }

  @Test
  void bitRateHasLimits() {
    assertThat(Wanted.USUAL.encoded(new Quality.BitRate(9_999), Preset.FAST, 2).problems())
        .containsExactly("bit rate 9999: 10000 to 400000000 bits per second");
    assertThat(Wanted.USUAL.encoded(new Quality.BitRate(400_000_001), Preset.FAST, 2).problems())
        .hasSize(1);
  }

  @Test
  void containerHoldsItsCodecsOnly() {
    assertThat(Wanted.USUAL.in(Container.WEBM).problems())
        .containsExactly("codec H264: WEBM does not hold it");
    assertThat(Wanted.USUAL.in(Container.MOV).by(Codec.VP9).problems()).hasSize(1);
    assertThat(Wanted.USUAL.in(Container.MKV).by(Codec.AV1).problems()).isEmpty();
  }

  @Test
  void copiedFramesAreNotChanged() {
    assertThat(Wanted.USUAL.by(Codec.COPY).sized(Optional.of(640), Optional.empty()).problems())
        .containsExactly("codec COPY: frames that are copied cannot be changed");
  }

  @Test
  void fractionsAreRead() {
    assertThat(Ratio.parse("29.97")).contains(new Ratio(2997, 100));
    assertThat(Ratio.parse("30000/1001")).contains(new Ratio(30000, 1001));
    assertThat(Ratio.parse("25")).contains(new Ratio(25, 1));
    assertThat(Ratio.parse("0/0")).isEmpty();
    assertThat(Ratio.parse("-1")).isEmpty();
    assertThat(Ratio.parse("1e9")).isEmpty();
  }
}
