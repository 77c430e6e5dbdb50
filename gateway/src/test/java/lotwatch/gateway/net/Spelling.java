package lotwatch.gateway.net;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * What a few bytes stand for, so that a small input can cross a large limit: {@link #REPEAT}, n and
 * b are b, 2 to the power of n times, where n is 20 at most; every other byte is itself.
 */
final class Spelling {
  /** No byte of UTF-8 has this value. */
  static final int REPEAT = 0xfe;

  /** Bytes of one input; a little more than the largest limit of a decoder. */
  static final int BYTES_MAX = (1 << 20) + (64 << 10);

  private static final int POWER_MAX = 20;

  private Spelling() {}

  /** All it stands for, cut off at {@link #BYTES_MAX}. */
  static byte[] read(byte[] spelled) {
    var all = new ByteArrayOutputStream();
    for (int at = 0; at < spelled.length; at++) {
      boolean repeats =
          (spelled[at] & 0xff) == REPEAT
              && at + 2 < spelled.length
              && (spelled[at + 1] & 0xff) <= POWER_MAX;
      var next = new byte[Math.min(repeats ? 1 << spelled[at + 1] : 1, BYTES_MAX - all.size())];
      at += repeats ? 2 : 0;
      Arrays.fill(next, spelled[at]);
      all.writeBytes(next);
    }
    return all.toByteArray();
  }
}
