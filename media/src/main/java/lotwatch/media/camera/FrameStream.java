package lotwatch.media.camera;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import lotwatch.media.Frame;

/** Frames as they come, one after the other as bytes; it ends with a frame of another size. */
final class FrameStream extends InputStream {
  private static final long LOOK_MILLIS = 500;

  private final SynchronousQueue<Frame> frames;
  private Frame frame;
  private int at;
  private volatile boolean closed;

  FrameStream(Frame first, SynchronousQueue<Frame> frames) {
    this.frame = first;
    this.frames = frames;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (at == frame.planes().length && !next()) {
      return -1;
    }
    int count = Math.min(length, frame.planes().length - at);
    System.arraycopy(frame.planes(), at, bytes, from, count);
    at += count;
    return count;
  }

  private boolean next() throws IOException {
    try {
      while (!closed) {
        var more = frames.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (more != null) {
          boolean isSame = more.width() == frame.width() && more.height() == frame.height();
          frame = more;
          at = 0;
          return isSame;
        }
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("it was stopped");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
