package lotwatch.gateway.live;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The body of an answer without end. A write that nobody takes ends with the server's idle timeout.
 */
final class SseOutput implements LiveOutput {
  /** Bytes that a client which does not read keeps from being collected, give or take an event. */
  static final int WRITE_BYTES_MAX = 16 << 10;

  /** What a client keeps between two writes; there may be ten thousand of them. */
  private static final int KEPT_BYTES_MAX = 1 << 10;

  private final OutputStream out;
  private ByteArrayOutputStream gathered = new ByteArrayOutputStream(0);
  private boolean sent;

  SseOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(byte[] block) throws IOException {
    if (block.length > WRITE_BYTES_MAX) {
      send();
      for (int from = 0; from < block.length; from += WRITE_BYTES_MAX) {
        out.write(block, from, Math.min(WRITE_BYTES_MAX, block.length - from));
      }
      out.flush();
      sent = true;
      return;
    }
    gathered.write(block);
    if (gathered.size() >= WRITE_BYTES_MAX) {
      send();
    }
  }

  @Override
  public boolean flush() throws IOException {
    send();
    boolean any = sent;
    sent = false;
    return any;
  }

  private void send() throws IOException {
    if (gathered.size() > 0) {
      gathered.writeTo(out);
      out.flush();
      if (gathered.size() > KEPT_BYTES_MAX) {
        gathered = new ByteArrayOutputStream(0);
      }
      gathered.reset();
      sent = true;
    }
  }
}
