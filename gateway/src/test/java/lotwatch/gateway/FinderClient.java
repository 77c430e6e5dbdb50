package lotwatch.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import lotwatch.gateway.net.TcpFrames;
import org.jspecify.annotations.Nullable;

/** A client at a TCP port: lines or frames, and whatever else it likes to send. */
public final class FinderClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 120_000;

  private final Socket socket;
  private final DataInputStream in;

  /** Something to wait for. */
  @FunctionalInterface
  public interface Condition {
    /** Whether it is so now. */
    boolean holds() throws IOException;
  }

  /** Waits until it is so; fails when it never is, and says how it is instead. */
  public static void await(Supplier<String> otherwise, Condition condition) throws IOException {
    long deadline = System.nanoTime() + MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(otherwise.get());
      }
      LockSupport.parkNanos(MILLISECONDS.toNanos(1));
    }
  }

  /** Connects. */
  public FinderClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  /** Sends bytes as they are. */
  public FinderClient send(byte... bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Sends a text as it is. */
  public FinderClient send(String text) throws IOException {
    return send(text.getBytes(UTF_8));
  }

  /** Sends one line and gives the answer. */
  public @Nullable String ask(String line) throws IOException {
    return send(line + "\n").line();
  }

  /** The next line; null if there is none any more. */
  public @Nullable String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      line.write(b);
    }
    return line.toString(UTF_8);
  }

  /** Sends a frame. */
  public FinderClient frame(String body) throws IOException {
    return send(TcpFrames.of(body.getBytes(UTF_8)));
  }

  /** Sends one frame and gives the answer. */
  public String call(String body) throws IOException {
    return frame(body).frame();
  }

  /** The next frame. */
  public String frame() throws IOException {
    return new String(in.readNBytes(in.readInt()), UTF_8);
  }

  /** Whether the port hangs up, whatever it says before. */
  public boolean isCut() {
    try {
      in.transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
