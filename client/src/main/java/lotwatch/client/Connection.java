package lotwatch.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import lotwatch.client.ParkingException.BrokenProtocol;

/**
 * One connection to a port: frames and lines, each within a deadline. What came of one that is not
 * whole yet stays for the next look. Used by one thread, closed by any.
 */
final class Connection implements Closeable {
  /**
   * Bytes of one answer: all lots that a server can have (10,000, with ids of 64 characters, each
   * escaped) are 4.6 MB. Memory is taken as the bytes come, not as a length promises them.
   */
  static final int ANSWER_BYTES_MAX = 8 << 20;

  /** The buffer between two answers. */
  private static final int BUFFER_BYTES = 8 << 10;

  private final SocketChannel channel;
  private final InputStream in;
  private byte[] bytes = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private int scanned;
  private long deadlineNanos;

  private Connection(SocketChannel channel) throws IOException {
    this.channel = channel;
    in = channel.socket().getInputStream();
  }

  /** Connects, up to a time of {@link System#nanoTime}. */
  static Connection open(Address address, long deadlineNanos) throws IOException {
    var channel = SocketChannel.open();
    try {
      var socket = channel.socket();
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.connect(
          new InetSocketAddress(address.host(), address.port()), millisTo(deadlineNanos));
      return new Connection(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** From now on, waiting for an answer ends at this time of {@link System#nanoTime}. */
  Connection until(long nanos) {
    deadlineNanos = nanos;
    return this;
  }

  /** Whether the other side hung up, or said something unasked, since the last answer. */
  boolean isOver() {
    try {
      channel.configureBlocking(false);
      try {
        return from != to || channel.read(ByteBuffer.allocate(1)) != 0;
      } finally {
        channel.configureBlocking(true);
      }
    } catch (IOException _) {
      return true;
    }
  }

  void send(byte[] body) throws IOException {
    var all = ByteBuffer.wrap(body);
    while (all.hasRemaining()) {
      channel.write(all);
    }
  }

  void sendFrame(byte[] body) throws IOException {
    send(ByteBuffer.allocate(Integer.BYTES + body.length).putInt(body.length).put(body).array());
  }

  /** The next frame's body: 4 bytes of length, the highest first, and so many bytes. */
  byte[] frame() throws IOException, BrokenProtocol {
    if (!awaitFrame()) {
      throw new SocketTimeoutException("not in time");
    }
    int end = from + Integer.BYTES + ByteBuffer.wrap(bytes, from, Integer.BYTES).getInt();
    byte[] body = Arrays.copyOfRange(bytes, from + Integer.BYTES, end);
    take(end);
    return body;
  }

  /** Waits until a whole frame is here; false if there is none in time. */
  boolean awaitFrame() throws IOException, BrokenProtocol {
    if (!await(Integer.BYTES)) {
      return false;
    }
    long length = Integer.toUnsignedLong(ByteBuffer.wrap(bytes, from, Integer.BYTES).getInt());
    if (length > ANSWER_BYTES_MAX) {
      throw tooLong("frame", length);
    }
    return await(Integer.BYTES + Math.toIntExact(length));
  }

  /** The next line without its end. */
  String line() throws IOException, BrokenProtocol {
    scanned = from;
    while (true) {
      for (; scanned < to; scanned++) {
        if (bytes[scanned] == '\n') {
          int end = scanned > from && bytes[scanned - 1] == '\r' ? scanned - 1 : scanned;
          var line = new String(bytes, from, end - from, UTF_8);
          take(scanned + 1);
          return line;
        }
      }
      if (to - from > ANSWER_BYTES_MAX) {
        throw tooLong("line", to - from);
      }
      if (!await(to - from + 1)) {
        throw new SocketTimeoutException("not in time");
      }
    }
  }

  private static BrokenProtocol tooLong(String what, long length) {
    return new BrokenProtocol(
        "%s has %d bytes, the limit is %d".formatted(what, length, ANSWER_BYTES_MAX));
  }

  private void take(int end) {
    from = end;
    if (from == to) {
      from = 0;
      to = 0;
      bytes = bytes.length > BUFFER_BYTES ? new byte[BUFFER_BYTES] : bytes;
    }
  }

  /** Waits until so many bytes are here; false if they are not in time. */
  private boolean await(int count) throws IOException {
    while (to - from < count) {
      makeSpace();
      channel.socket().setSoTimeout(millisTo(deadlineNanos));
      int read;
      try {
        read = in.read(bytes, to, bytes.length - to);
      } catch (SocketTimeoutException _) {
        return false;
      }
      if (read < 0) {
        throw new IOException("it hung up");
      }
      to += read;
      if (to - from < count && deadlineNanos - System.nanoTime() <= 0) {
        return false; // a byte now and then must not go on for ever
      }
    }
    return true;
  }

  private void makeSpace() {
    if (to < bytes.length) {
      return;
    }
    if (from > 0) {
      System.arraycopy(bytes, from, bytes, 0, to - from);
      scanned -= from;
      to -= from;
      from = 0;
    } else {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
  }

  /** Not too few, and at least one: zero would be for ever. */
  private static int millisTo(long deadlineNanos) {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime()) + 1;
    return Math.toIntExact(Math.clamp(millis, 1, Integer.MAX_VALUE));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // it is gone either way
    }
  }
}
