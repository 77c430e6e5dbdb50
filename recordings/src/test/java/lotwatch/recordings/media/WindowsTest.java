package lotwatch.recordings.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WindowsTest {
  private static final Duration TEN = Duration.ofSeconds(10);

  /** Frames on a clock of milliseconds. */
  private static Probed probed(long[] ticks, BitSet keys) {
    var video =
        new VideoTrack(
            0,
            "h264",
            64,
            64,
            "yuv420p",
            false,
            new Ratio(1, 1_000),
            Optional.empty(),
            Turn.NONE,
            new Colour("", "", "", ""));
    var times = new FrameTimes(ticks, keys, ticks[ticks.length - 1] + 40);
    return new Probed("mov", 1, video, List.of(), times, Probed.Counted.PACKETS, List.of());
  }

  private static Probed steady(int frames, int... keys) {
    var set = new BitSet();
    for (var key : keys) {
      set.set(key);
    }
    return probed(LongStream.range(0, frames).map(i -> i * 40).toArray(), set);
  }

  @Test
  void oneFrameIsOneWindow() {
    assertThat(Windows.of(steady(1, 0), TEN))
        .containsExactly(new Window(0, 0, 40, 1, -1_000_000, 1_040_000, 0));
  }

  @Test
  void cutsOnlyAtKeyframesFarEnoughApart() {
    var windows = Windows.of(steady(1_000, 0, 100, 199, 200, 399, 400, 700, 950), TEN);

    assertThat(windows).extracting(Window::fromTick).containsExactly(0L, 8_000L, 16_000L, 28_000L);
    assertThat(windows).extracting(Window::frames).containsExactly(200, 200, 300, 300);
  }

  @Test
  void shortRestGoesToTheLastWindow() {
    assertThat(Windows.of(steady(324, 0, 250), TEN)).hasSize(1);
    assertThat(Windows.of(steady(325, 0, 250), TEN)).hasSize(2);
  }

  static LongStream seeds() {
    var told = Long.getLong("seed");
    return told == null ? LongStream.range(0, 50) : LongStream.of(told);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void eachFrameIsInExactlyOneWindow(long seed) {
    var random = new Random(seed);
    var ticks = new long[1 + random.nextInt(3_000)];
    var keys = new BitSet();
    keys.set(0);
    ticks[0] = random.nextLong(1_000_000) - 500_000;
    for (int i = 1; i < ticks.length; i++) {
      ticks[i] = ticks[i - 1] + 1L + random.nextInt(80);
      keys.set(i, random.nextInt(60) == 0);
    }
    var probed = probed(ticks, keys);

    var windows = Windows.of(probed, TEN);

    assertThat(windows.stream().mapToInt(Window::frames).sum()).isEqualTo(ticks.length);
    for (var tick : ticks) {
      var micros = tick * 1_000;
      assertThat(windows)
          .filteredOn(each -> each.openMicros() <= micros && micros < each.closeMicros())
          .hasSize(1);
    }
    for (int i = 1; i < windows.size(); i++) {
      assertThat(windows.get(i).fromTick()).isEqualTo(windows.get(i - 1).toTick());
      assertThat(keys.get(probed.frames().indexOf(windows.get(i).fromTick()))).isTrue();
    }
  }
}
