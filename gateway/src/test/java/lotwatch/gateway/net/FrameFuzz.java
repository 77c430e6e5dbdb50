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
      assertThat(received(pieces)).isEqualTo(meant);
    }
  }

  /** The simplest reading: all bytes are there. */
  private static List<String> meant(byte[] said) {
    var received = new ArrayList<String>();
    var rest = ByteBuffer.wrap(said);
    while (rest.remaining() >= Integer.BYTES) {
      long length = Integer.toUnsignedLong(rest.getInt());
      if (length > 1_048_576) {
        received.add("frame has %d bytes, the limit is 1048576".formatted(length));
        return received;
      }
      if (length > rest.remaining()) {
        break;
      }
      received.add(text(rest.slice(rest.position(), (int) length)));
      rest.position(rest.position() + (int) length);
    }
    received.add("the end");
    return received;
  }

  private static List<String> received(List<ByteBuf> pieces) {
    var received = new ArrayList<String>();
    var input = new Input();
    var frames = new TcpFrames(input);
    try {
      for (var piece : pieces) {
        input.add(piece);
        for (var body = frames.next(); body != null; body = frames.next()) {
          received.add(text(ByteBuffer.wrap(body)));
          input.putBack();
          assertThat(Arrays.equals(frames.next(), body)).as("put back, it comes again").isTrue();
        }
        assertThat(input.size()).isLessThan(Integer.BYTES + TcpFrames.FRAME_BYTES_MAX);
        input.tidy();
      }
      received.add("the end");
    } catch (TcpFrames.TooLongException e) {
      received.add(String.valueOf(e.getMessage()));
    } finally {
      input.release();
    }
    return received;
  }

  private static String text(ByteBuffer body) {
    int bytes = body.remaining();
    var sum = new CRC32();
    sum.update(body);
    return "%d bytes, %08x".formatted(bytes, sum.getValue());
  }
}
