package lotwatch.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** What a caller says: bytes as they came, until a codec takes them. Used by one thread. */
public final class Input {
  /** The buffer of a caller that says nothing long. */
  static final int BUFFER_BYTES = 8 << 10;

  private final InputStream in;
  private final Output out;
  private final Deadline reading;
  private final TcpLimits limits;
  private byte[] bytes = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private long fills;
  private long requestUntilNanos;
  private boolean requestBegun;
  private boolean apart;
  private boolean patient;

  Input(InputStream in, Output out, Deadline reading, TcpLimits limits) {
    this.in = in;
    this.out = out;
    this.reading = reading;
    this.limits = limits;
  }

  /** Another thread writes: waiting for the caller sends nothing by itself from now on. */
  public void readApart() {
    apart = true;
  }

  /** Whether the caller may be silent between two requests for as long as it likes. */
  public void bePatient(boolean now) {
    patient = now;
  }

  /** How often bytes came; what is in the buffer came before or with the last of them. */
  public long fills() {
    return fills;
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  int size() {
    return to - from;
  }

  /** A codec has taken so many bytes. */
  void take(int count) {
    from += count;
    requestBegun = false;
    if (from == to) {
      from = 0;
      to = 0;
      if (bytes.length > BUFFER_BYTES) {
        bytes = new byte[BUFFER_BYTES];
      }
    }
  }

  /** Throws away what is there, in the middle of a request. */
  void skip() {
    from = 0;
    to = 0;
  }

  /**
   * Waits for more bytes, sending first what was written. Whoever calls it bounds what it keeps.
   *
   * @return whether any came; if not the caller has said everything
   */
  boolean fill() throws IOException {
    if (to == bytes.length) {
      makeRoom();
    }
    if (!apart) {
      out.flush();
    }
    await();
    int count = in.read(bytes, to, bytes.length - to);
    reading.clear();
    if (count < 0) {
      return false;
    }
    to += count;
    fills++;
    return true;
  }

  private void await() {
    if (requestBegun || size() > 0) {
      if (!requestBegun) {
        requestBegun = true;
        requestUntilNanos = System.nanoTime() + limits.requestWaitMax().toNanos();
      }
      reading.at(requestUntilNanos);
    } else if (!patient) {
      reading.in(limits.idleMax());
    }
  }

  private void makeRoom() {
    if (from > 0) {
      System.arraycopy(bytes, from, bytes, 0, size());
      to -= from;
      from = 0;
    } else {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
  }
}
