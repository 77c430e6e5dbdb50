package lotwatch.gateway.net;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Requests that are frames: the length of the body as 4 bytes, unsigned, the highest first, and the
 * body. Memory is taken as the bytes come, not as a length promises them.
 */
public final class TcpFrames {
  /** Bytes of one body. */
  public static final int FRAME_BYTES_MAX = 1 << 20;

  private final Input input;

  /** Reads what a connection says. */
  public TcpFrames(Input input) {
    this.input = input;
  }

  /** A frame's length is beyond {@link #FRAME_BYTES_MAX}: what follows cannot be read. */
  public static final class TooLongException extends Exception {
    private static final long serialVersionUID = 1;

    TooLongException(long length) {
      super("frame has %d bytes, the limit is %d".formatted(length, FRAME_BYTES_MAX));
    }
  }

  /**
   * Takes the next frame.
   *
   * @return its body; null if no whole one is here yet
   */
  public byte @Nullable [] next() throws TooLongException {
    if (input.size() < Integer.BYTES) {
      return null;
    }
    long length = input.length();
    if (length > FRAME_BYTES_MAX) {
      throw new TooLongException(length);
    }
    int count = (int) length;
    if (input.size() < Integer.BYTES + count) {
      return null;
    }
    var body = new byte[count];
    input.copy(Integer.BYTES, body, count);
    input.take(Integer.BYTES + count);
    return body;
  }

  /** A whole frame with this body. */
  public static byte[] of(byte[] body) {
    return ByteBuffer.allocate(Integer.BYTES + body.length).putInt(body.length).put(body).array();
  }
}
