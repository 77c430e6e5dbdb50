package lotwatch.gateway.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/** Any bytes at all for {@link TcpFrames}: what it must make of them, however they are cut. */
public final class FrameFuzz {
  private FrameFuzz() {}

  /** One input, as {@link Spelling} reads it; fails if a promise is broken. */
  public static void fuzzerTestOneInput(byte[] spelled) {
    byte[] said = Spelling.read(spelled);
    var meant = meant(said);
    for (var pieces : Pieces.of(said)) {
      assertThat(heard(pieces)).isEqualTo(meant);
    }
  }

  /** The simplest reading: all bytes are there. */
  private static List<String> meant(byte[] said) {
    var heard = new ArrayList<String>();
    var rest = ByteBuffer.wrap(said);
    while (rest.remaining() >= Integer.BYTES) {
      long length = Integer.toUnsignedLong(rest.getInt());
      if (length > 1_048_576) {
        heard.add("frame has %d bytes, the limit is 1048576".formatted(length));
        return heard;
      }
      if (length > rest.remaining()) {
        break;
      }
      heard.add(text(rest.slice(rest.position(), (int) length)));
      rest.position(rest.position() + (int) length);
    }
    heard.add("the end");
    return heard;
  }

  private static List<String> heard(List<ByteBuf> pieces) {
    var heard = new ArrayList<String>();
    var input = new Input();
    var frames = new TcpFrames(input);
    try {
      for (var piece : pieces) {
        input.add(piece);
        for (var body = frames.next(); body != null; body = frames.next()) {
          heard.add(text(ByteBuffer.wrap(body)));
          input.putBack();
          assertThat(Arrays.equals(frames.next(), body)).as("put back, it comes again").isTrue();
        }
        assertThat(input.size()).isLessThan(Integer.BYTES + TcpFrames.FRAME_BYTES_MAX);
        input.tidy();
      }
      heard.add("the end");
    } catch (TcpFrames.TooLongException e) {
      heard.add(String.valueOf(e.getMessage()));
    } finally {
      input.release();
    }
    return heard;
  }

  private static String text(ByteBuffer body) {
    int bytes = body.remaining();
    var sum = new CRC32();
    sum.update(body);
    return "%d bytes, %08x".formatted(bytes, sum.getValue());
  }
}
