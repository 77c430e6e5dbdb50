package lotwatch.replica;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.CountDownLatch;

/** Content that stops coming at some byte, until the node ends. */
final class GivenContent implements SeekableByteChannel {
  private final byte[] bytes;
  private final int stopAt;
  private final CountDownLatch reached = new CountDownLatch(1);
  private int position;

  GivenContent(byte[] bytes, int stopAt) {
    this.bytes = bytes;
    this.stopAt = stopAt;
  }

  /** Waits until somebody wants more than there is. */
  void awaitStop() throws InterruptedException {
    reached.await();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (position >= stopAt && stopAt < bytes.length) {
      reached.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException("the node ends");
      }
    }
    int some = Math.min(into.remaining(), bytes.length - position);
    into.put(bytes, position, some);
    position += some;
    return some == 0 ? -1 : some;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long to) {
    position = Math.toIntExact(to);
    return this;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public SeekableByteChannel truncate(long to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
