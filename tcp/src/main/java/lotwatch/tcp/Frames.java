package lotwatch.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Requests that are frames: the length of the body as 4 bytes, unsigned, the highest first, and the
 * body. Memory is taken as the bytes come, not as a length promises them.
 */
public final class Frames {
  /** Bytes of one body. */
  public static final int FRAME_BYTES_MAX = 1 << 20;

  private final Input input;

  /** Reads what this caller says. */
  public Frames(Caller caller) {
    input = caller.input();
  }

  /** A frame's length is beyond {@link #FRAME_BYTES_MAX}: what follows cannot be read. */
  public static final class TooLongException extends Exception {
    private static final long serialVersionUID = 1;

    TooLongException(long length) {
      super("frame has %d bytes, the limit is %d".formatted(length, FRAME_BYTES_MAX));
    }
  }

  /**
   * Waits for the next frame, sending what was written if it is not here yet.
   *
   * @return its body; null when the caller has said everything, half a frame being none
   */
  public byte @Nullable [] next() throws IOException, TooLongException {
    if (!await(Integer.BYTES)) {
      return null;
    }
    long length = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      length = (length << 8) | (input.bytes()[input.from() + i] & 0xff);
    }
    if (length > FRAME_BYTES_MAX) {
      throw new TooLongException(length);
    }
    int whole = Integer.BYTES + (int) length;
    if (!await(whole)) {
      return null;
    }
    int from = input.from();
    byte[] body = Arrays.copyOfRange(input.bytes(), from + Integer.BYTES, from + whole);
    input.take(whole);
    return body;
  }

  /** A whole frame with this body. */
  public static byte[] of(byte[] body) {
    return ByteBuffer.allocate(Integer.BYTES + body.length).putInt(body.length).put(body).array();
  }

  private boolean await(int count) throws IOException {
    while (input.size() < count) {
      if (!input.fill()) {
        return false;
      }
    }
    return true;
  }
}
