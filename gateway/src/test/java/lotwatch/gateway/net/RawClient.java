package lotwatch.gateway.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Somebody at a port, from an address of this machine. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 120_000;

  private final Socket socket = new Socket();
  private final BufferedReader in;

  /** Waits until it is so; fails when it never is. */
  static void await(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still not: " + what);
      }
      LockSupport.parkNanos(MILLISECONDS.toNanos(1));
    }
  }

  RawClient(int port) throws IOException {
    this(port, "127.0.0.1");
  }

  RawClient(int port, String from) throws IOException {
    socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  RawClient say(String text) throws IOException {
    return say(text.getBytes(UTF_8));
  }

  RawClient say(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  void sayNoMore() throws IOException {
    socket.shutdownOutput();
  }

  /** The next line; null if the port hung up. */
  @Nullable String receive() throws IOException {
    return in.readLine();
  }

  /** Whether the port hangs up or cuts, whatever it says before. */
  boolean isCut() {
    try {
      while (in.readLine() != null) {
        // until the end
      }
      return true;
    } catch (java.net.SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  /** The next line; empty if the port hangs up or cuts without a word. */
  String lastWords() {
    try {
      return Objects.requireNonNullElse(in.readLine(), "");
    } catch (IOException _) {
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
