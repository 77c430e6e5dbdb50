package lotwatch.gateway.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** What a connection is told: gathered until it is sent. Used by one thread at a time. */
public final class Output {
  /** Bytes beyond which no further answer is added before they are sent. */
  static final int FULL_BYTES = 16 << 10;

  private static final int FIRST_BYTES = 256;

  private final ByteBufAllocator allocator;
  private @Nullable ByteBuf bytes;

  Output(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** Whether something is to be sent. */
  public boolean isEmpty() {
    return bytes == null;
  }

  /** Whether it is time to send what is here. */
  public boolean isFull() {
    return bytes != null && bytes.readableBytes() >= FULL_BYTES;
  }

  /** Adds bytes. */
  public void write(byte[] more) {
    bytes().writeBytes(more);
  }

  /** Adds one byte. */
  public void write(char ascii) {
    bytes().writeByte(ascii);
  }

  /** Adds a whole number in decimal digits. */
  public void write(int number) {
    if (number < 0) {
      write(Integer.toString(number).getBytes(US_ASCII));
      return;
    }
    int power = 1;
    while (number / power > 9) {
      power *= 10;
    }
    var into = bytes();
    for (int rest = number; power > 0; power /= 10) {
      into.writeByte('0' + rest / power);
      rest %= power;
    }
  }

  /** Adds a frame: the length of the body in 4 bytes, the highest first, and the body. */
  public void frame(byte[] body) {
    bytes().writeInt(body.length).writeBytes(body);
  }

  private ByteBuf bytes() {
    if (bytes == null) {
      bytes = allocator.ioBuffer(FIRST_BYTES);
    }
    return bytes;
  }

  /** What was added, for whoever sends it; this is empty then. */
  @Nullable ByteBuf take() {
    var taken = bytes;
    bytes = null;
    return taken;
  }
}
