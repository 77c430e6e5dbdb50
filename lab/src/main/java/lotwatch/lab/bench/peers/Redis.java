package lotwatch.lab.bench.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import lotwatch.lab.bench.PeerProcess;

/** Redis that keeps nothing on disk. */
final class Redis implements Broker {
  private static final Duration START_MAX = Duration.ofMinutes(1);

  private static final String CUT_OFF = "closed ASAP for overcoming of output buffer limits";

  private final PeerProcess server;
  private final InetSocketAddress at;
  private final String version;

  /**
   * Starts it.
   *
   * @param folder empty
   */
  Redis(Path program, Path folder) throws IOException, InterruptedException {
    version = Broker.version(program, "--version");
    at = Broker.local(PeerProcess.freePort());
    var settings = folder.resolve("redis.conf");
    Files.writeString(
        settings,
        """
        bind 127.0.0.1
        port %d
        dir %s
        save ""
        appendonly no
        client-output-buffer-limit pubsub %d 0 0
        """
            .formatted(at.getPort(), folder, Brokers.BUFFER_BYTES_MAX));
    server = new PeerProcess(folder, List.of(program.toString(), settings.toString()));
    try {
      Broker.await(server, at, START_MAX);
    } catch (IOException e) {
      server.close();
      throw new IOException("Redis does not start: " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public String about() {
    return version.replaceAll(" sha=.*", "")
        + ", save \"\", appendonly no, client-output-buffer-limit pubsub of %d bytes"
            .formatted(Brokers.BUFFER_BYTES_MAX);
  }

  @Override
  public Wire wire() {
    return new RedisWire();
  }

  @Override
  public InetSocketAddress publishers() {
    return at;
  }

  @Override
  public InetSocketAddress subscribers() {
    return at;
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
    return at;
  }

  /** Sets a key. */
  void set(String key, String value) throws IOException {
    try (var socket = new Socket(at.getAddress(), at.getPort())) {
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
