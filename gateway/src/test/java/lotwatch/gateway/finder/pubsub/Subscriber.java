package lotwatch.gateway.finder.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import lotwatch.gateway.net.TcpFrames;

/** A client of the pub/sub port. */
final class Subscriber implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 120_000;

  private final Socket socket = new Socket();
  private final DataInputStream in;

  Subscriber(int port) throws IOException {
    this(port, 1 << 16);
  }

  Subscriber(int port, int receiveBufferBytes) throws IOException {
    socket.setReceiveBufferSize(receiveBufferBytes);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  Subscriber send(String body) throws IOException {
    socket.getOutputStream().write(TcpFrames.of(body.getBytes(UTF_8)));
    return this;
  }

  Subscriber call(String method, String args) throws IOException {
    return send("{\"rpcId\": 7, \"method\": \"%s\", \"args\": %s}".formatted(method, args));
  }

  /** Calls and gives the answer without its id. */
  String ask(String method, String args) throws IOException {
    return call(method, args).frame().replace("{\"rpcId\": 7, ", "").replace("}", "");
  }

  String frame() throws IOException {
    return new String(in.readNBytes(in.readInt()), UTF_8);
  }

  /** The next event without its time. */
  String event() throws IOException {
    return frame().replaceAll(" \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}", "");
  }

  void sayNoMore() throws IOException {
    socket.shutdownOutput();
  }

  boolean isCut() {
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
