package lotwatch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** A connection to a sensor door. */
final class SensorLine implements AutoCloseable {
  private static final int CONNECT_MILLIS_MAX = 5_000;
  private static final int ANSWER_MILLIS_MAX = 30_000;

  private final Socket socket = new Socket();
  private final BufferedReader in;
  private final @Nullable String sensor;

  /** Numbers go on from the time, so that those of the last run do not come again. */
  private long seq = System.currentTimeMillis() * 1_000;

  /**
   * @param sensor the name under which updates are numbered; null to number none
   */
  SensorLine(String host, int port, @Nullable String sensor) throws IOException {
    this.sensor = sensor;
    try {
      socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), CONNECT_MILLIS_MAX);
      socket.setSoTimeout(ANSWER_MILLIS_MAX);
      socket.setTcpNoDelay(true);
      in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Sends one update and waits for its answer. */
  void update(String lot, int delta, SensorTally tally) throws IOException {
    var number = sensor == null ? "" : " " + sensor + "-" + lot + " " + seq++;
    tally.sent(1);
    long asked = System.nanoTime();
    socket
        .getOutputStream()
        .write("UPDATE %s %+d%s\n".formatted(lot, delta, number).getBytes(UTF_8));
    var answer = in.readLine();
    if (answer == null) {
      throw new IOException("the door hung up");
    }
    if (answer.equals("ACK")) {
      tally.acknowledged(System.nanoTime() - asked);
    } else {
      tally.failed(answer);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
