package lotwatch.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** What a caller is told: gathered until it is sent. Used by one thread. */
public final class Output {
  private static final int BUFFER_BYTES = 8 << 10;
  private static final int DIGITS_MAX = 20;

  private final OutputStream out;
  private final Deadline writing;
  private final Duration waitMax;
  private final byte[] bytes = new byte[BUFFER_BYTES];
  private int size;

  Output(OutputStream out, Deadline writing, Duration waitMax) {
    this.out = out;
    this.writing = writing;
    this.waitMax = waitMax;
  }

  /** Adds bytes. */
  public void write(byte[] more) throws IOException {
    int done = 0;
    while (done < more.length) {
      if (size == bytes.length) {
        flush();
      }
      int count = Math.min(more.length - done, bytes.length - size);
      System.arraycopy(more, done, bytes, size, count);
      size += count;
      done += count;
    }
  }

  /** Adds one byte. */
  public void write(char ascii) throws IOException {
    room(1);
    bytes[size++] = (byte) ascii;
  }

  /** Adds a whole number in decimal digits. */
  public void write(int number) throws IOException {
    room(DIGITS_MAX);
    if (number < 0) {
      write(Integer.toString(number).getBytes(US_ASCII));
      return;
    }
    int digits = 1;
    for (int rest = number; rest > 9; rest /= 10) {
      digits++;
    }
    int rest = number;
    for (int at = size + digits - 1; at >= size; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
  }

  /** Adds a frame: the length of the body in 4 bytes, the highest first, and the body. */
  public void frame(byte[] body) throws IOException {
    room(Integer.BYTES);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (body.length >>> shift);
    }
    write(body);
  }

  private void room(int count) throws IOException {
    if (bytes.length - size < count) {
      flush();
    }
  }

  /**
   * Sends what was added.
   *
   * @throws IOException when the caller is gone, or took nothing for too long
   */
  public void flush() throws IOException {
    if (size > 0) {
      writing.in(waitMax);
      out.write(bytes, 0, size);
      writing.clear();
      size = 0;
    }
  }
}
