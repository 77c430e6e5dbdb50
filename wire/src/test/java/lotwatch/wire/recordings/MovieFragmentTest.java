package lotwatch.wire.recordings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Fragments as their boxes are written by hand. */
class MovieFragmentTest {
  private static final byte[] TIME = box("tfdt", 0x0100_0000, 0, 9_000);

  @Test
  void lengthsAndOffsetsOfSamplesAreRead() throws Exception {
    var run = box("trun", 0x900, 2, 40, 80, 50, 0); // each has a length and an offset

    assertThat(MovieFragment.of(moof(TIME, run))).isEqualTo(new MovieFragment(9_000, 80, 90, 2));
  }

  @Test
  void samplesWithoutALengthHaveTheUsualOne() throws Exception {
    var usual = box("tfhd", 0x28, 1, 40, 0); // its length, then its flags
    var run = box("trun", 0x205, 3, 8, 0, 1, 2, 3); // where data begins, flags, bytes of each

    assertThat(MovieFragment.of(moof(usual, TIME, run)))
        .isEqualTo(new MovieFragment(9_000, 0, 120, 3));
  }

  @Test
  void runOfMoreSamplesThanItHasIsRefused() {
    var run = box("trun", 0x100, 3, 40, 40);
    var negative = box("trun", 0, -1);

    assertThatThrownBy(() -> MovieFragment.of(moof(TIME, run))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> MovieFragment.of(moof(TIME, negative)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> MovieFragment.of(moof(box("tfdt", 0))))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> MovieFragment.of(box("moof", new byte[0])))
        .isInstanceOf(IOException.class);
  }

  private static byte[] moof(byte[]... track) {
    return box("moof", box("traf", track));
  }

  private static byte[] box(String type, int... numbers) {
    var content = ByteBuffer.allocate(numbers.length * 4);
    for (int number : numbers) {
      content.putInt(number);
    }
    return box(type, content.array());
  }

  private static byte[] box(String type, byte[]... parts) {
    int bytes = 8;
    for (var part : parts) {
      bytes += part.length;
    }
    var box = ByteBuffer.allocate(bytes).putInt(bytes).put(type.getBytes(ISO_8859_1));
    for (var part : parts) {
      box.put(part);
    }
    return box.array();
  }
}
