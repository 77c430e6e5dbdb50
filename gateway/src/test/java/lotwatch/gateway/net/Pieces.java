package lotwatch.gateway.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What somebody said, cut here and there as networks do. */
final class Pieces {
  /** Inputs beyond this are not cut into single bytes. */
  private static final int SINGLE_BYTES_MAX = 16 << 10;

  /** Pieces of up to 24 KiB. */
  private static final int LARGE = 24 << 10;

  private Pieces() {}

  /**
   * Ways to cut it: not at all, into large pieces, and if it is short into small ones and bytes.
   */
  static List<List<ByteBuf>> of(byte[] all) {
    var random = new Random(Arrays.hashCode(all)); // the same input is cut in the same places
    return all.length > SINGLE_BYTES_MAX
        ? List.of(List.of(buffer(all, 0, all.length)), cut(all, LARGE, random))
        : List.of(
            List.of(buffer(all, 0, all.length)),
            cut(all, LARGE, random),
            cut(all, 7, random),
            cut(all, 1, random));
  }

  private static List<ByteBuf> cut(byte[] all, int pieceMax, Random random) {
    var pieces = new ArrayList<ByteBuf>();
    int at = 0;
    while (at < all.length) {
      int count = Math.min(1 + random.nextInt(pieceMax), all.length - at);
      pieces.add(buffer(all, at, count));
      at += count;
    }
    return pieces;
  }

  private static ByteBuf buffer(byte[] all, int from, int count) {
    return Unpooled.buffer(Math.max(count, 1)).writeBytes(all, from, count);
  }
}
