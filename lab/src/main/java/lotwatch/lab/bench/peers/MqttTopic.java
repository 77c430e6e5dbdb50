package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** One who reads the texts of an MQTT topic, one after the other. */
final class MqttTopic implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final Socket socket;
  private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES).flip();

  /**
   * Subscribes.
   *
   * @param waitMax for one text
   */
  MqttTopic(InetSocketAddress at, String topic, Duration waitMax) throws IOException {
    socket = new Socket(at.getAddress(), at.getPort());
    try {
      socket.setSoTimeout(Math.toIntExact(waitMax.toMillis()));
      socket.getOutputStream().write(MqttWire.subscribe(topic));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** The next text; empty if there is none in time. */
  String next() throws IOException {
    while (true) {
      var text = MqttWire.nextText(in);
      if (text != null) {
        return text;
      }
      in.compact();
      try {
        int count = socket.getInputStream().read(in.array(), in.position(), in.remaining());
        if (count < 0) {
          throw new IOException("cut off");
        }
        in.position(in.position() + count);
      } catch (SocketTimeoutException _) {
        return "";
      } finally {
        in.flip();
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // it is gone either way
    }
  }
}
