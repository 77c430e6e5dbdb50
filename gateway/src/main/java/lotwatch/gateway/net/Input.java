package lotwatch.gateway.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * What a connection says: bytes as they came, until a codec takes them. Used by one thread at a
 * time.
 */
public final class Input {
  private ByteBuf said = Unpooled.EMPTY_BUFFER;
  private long fills;
  private long requests;
  private int before;
  private boolean skipping;

  /** Nothing was said yet. */
  Input() {}

  /** How often bytes came; what is here came before or with the last of them. */
  public long fills() {
    return fills;
  }

  /** Puts the request back that was taken last: it is the next one again. */
  public void putBack() {
    said.readerIndex(before);
    requests--;
  }

  /** Adds what came, which belongs to this from now on. */
  void add(ByteBuf more) {
    fills++;
    if (said.isReadable()) {
      said.discardSomeReadBytes();
      said.writeBytes(more);
      more.release();
    } else {
      said.release();
      said = more;
    }
  }

  int size() {
    return said.readableBytes();
  }

  /** How many requests were taken. */
  long requests() {
    return requests;
  }

  /** Whether a request has begun and is not whole yet. */
  boolean isInside() {
    return skipping || said.isReadable();
  }

  /** Where the byte is, seen from the first that is not taken, not before {@code from}; else -1. */
  int find(byte wanted, int from) {
    int start = said.readerIndex();
    int at = said.indexOf(start + from, said.writerIndex(), wanted);
    return at < 0 ? -1 : at - start;
  }

  /** The four bytes from the first that is not taken, as a number without a sign. */
  long length() {
    return said.getUnsignedInt(said.readerIndex());
  }

  /** Copies so many bytes from {@code from}. */
  void copy(int from, byte[] into, int count) {
    said.getBytes(said.readerIndex() + from, into, 0, count);
  }

  /** A codec has taken a request of so many bytes. */
  void take(int count) {
    before = said.readerIndex();
    said.skipBytes(count);
    requests++;
    skipping = false;
  }

  /** Throws away what is there, in the middle of a request. */
  void skip() {
    said.skipBytes(said.readableBytes());
    skipping = true;
  }

  /** The first, with the second after it. */
  static ByteBuf joined(ByteBuf first, ByteBuf second) {
    first.writeBytes(second);
    second.release();
    return first;
  }

  /** All that is there, for whoever takes it; nothing is here then. */
  ByteBuf giveAway() {
    var given = said;
    said = Unpooled.EMPTY_BUFFER;
    return given;
  }

  /** Gives memory back that nothing is in. */
  void tidy() {
    if (!said.isReadable()) {
      release();
    }
  }

  void release() {
    said.release();
    said = Unpooled.EMPTY_BUFFER;
    before = 0;
  }
}
