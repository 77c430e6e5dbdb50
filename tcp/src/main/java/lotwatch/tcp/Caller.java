package lotwatch.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * One connection. What is written goes out when no further request is in the buffer, so that
 * pipelined requests are answered together.
 */
public final class Caller implements AutoCloseable {
  /** How long a caller that is hung up on may take to read why. */
  static final Duration LINGER = Duration.ofSeconds(1);

  /** Bytes that the system keeps for a caller that does not read; it may double them. */
  static final int SEND_BUFFER_BYTES = 64 << 10;

  private final Socket socket;
  private final Input input;
  private final Output output;
  private final Deadline reading = new Deadline();
  private final Deadline writing = new Deadline();
  private volatile boolean finishing;

  Caller(Socket socket, TcpLimits limits) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    socket.setSendBufferSize(SEND_BUFFER_BYTES);
    output = new Output(socket.getOutputStream(), writing, limits.writeWaitMax());
    input = new Input(socket.getInputStream(), output, reading, limits);
  }

  /** What it says. */
  public Input input() {
    return input;
  }

  /** What it is told. */
  public Output output() {
    return output;
  }

  InetAddress address() {
    return socket.getInetAddress();
  }

  /** Whether it has kept the door waiting for too long. */
  boolean isLate(long nowNanos) {
    return reading.isOver(nowNanos) || writing.isOver(nowNanos);
  }

  /**
   * Sends what is written and closes, giving the caller time to read it: closing with bytes unread
   * would make its system throw away our last words.
   */
  public void hangUp() throws IOException {
    output.flush();
    socket.shutdownOutput();
    reading.in(LINGER);
    var rest = new byte[Input.BUFFER_BYTES];
    while (socket.getInputStream().read(rest) >= 0) {
      // what it still says is not heard
    }
    close();
  }

  /** Lets it finish what it has begun: it is as if it had said everything. */
  void finish() {
    finishing = true;
    try {
      socket.shutdownInput();
    } catch (IOException _) {
      close();
    }
  }

  /** Whether the door closes and wants this caller to come to an end. */
  public boolean isFinishing() {
    return finishing;
  }

  /** Cuts the connection. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // it is gone either way
    }
  }

  @Override
  public String toString() {
    return String.valueOf(socket.getRemoteSocketAddress());
  }
}
