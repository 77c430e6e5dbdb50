package lotwatch.lab.bench.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Redis that keeps nothing on disk. */
final class Redis implements WireBroker {
  private static final String CUT_OFF = "closed ASAP for overcoming of output buffer limits";

  private static final String SETTINGS =
      """
      appendonly no
      client-output-buffer-limit pubsub %d 0 0
      """
          .formatted(Brokers.BUFFER_BYTES_MAX);

  private final RedisServer server;

  /**
   * Starts it.
   *
   * @param folder empty
   */
  Redis(Path program, Path folder) throws IOException, InterruptedException {
    server = new RedisServer(program, folder, SETTINGS);
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public String about() {
    return server.version()
        + ", save \"\", appendonly no, client-output-buffer-limit pubsub of %d bytes"
            .formatted(Brokers.BUFFER_BYTES_MAX);
  }

  @Override
  public Wire wire() {
    return new RedisWire();
  }

  @Override
  public InetSocketAddress publishers() {
    return server.at();
  }

  @Override
  public InetSocketAddress subscribers() {
    return server.at();
  }

  /** It drops nothing: it cuts off who does not read. */
  @Override
  public OptionalLong dropped() {
    return OptionalLong.empty();
  }

  /** How many clients it says that it cut off since they did not read. */
  long cutOff() throws IOException {
    return server.said().stream().filter(line -> line.contains(CUT_OFF)).count();
  }

  /** Where all connect. */
  InetSocketAddress at() {
    return server.at();
  }

  /** Sets a key. */
  void set(String key, String value) throws IOException {
    try (var socket = new Socket(at().getAddress(), at().getPort())) {
      socket.getOutputStream().write(RedisWire.command("SET", key, value));
      var answer = new String(socket.getInputStream().readNBytes(3), US_ASCII);
      if (!answer.equals("+OK")) {
        throw new IOException("SET is answered with " + answer);
      }
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
