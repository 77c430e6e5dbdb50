package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import lotwatch.lab.bench.PeerProcess;

/** NATS without JetStream, so that it keeps nothing. */
final class Nats implements WireBroker {
  private static final Duration START_MAX = Duration.ofMinutes(1);

  private final PeerProcess server;
  private final InetSocketAddress at;
  private final String version;

  /**
   * Starts it.
   *
   * @param folder empty
   */
  Nats(Path program, Path folder) throws IOException, InterruptedException {
    version = Broker.version(program, "--version");
    at = Broker.local(PeerProcess.freePort());
    var settings = folder.resolve("nats.conf");
    Files.writeString(
        settings,
        """
        host: 127.0.0.1
        port: %d
        max_pending: %d
        """
            .formatted(at.getPort(), Brokers.BUFFER_BYTES_MAX));
    server = new PeerProcess(folder, List.of(program.toString(), "-c", settings.toString()));
    try {
      Broker.await(server, at, START_MAX);
    } catch (IOException e) {
      server.close();
      throw new IOException("NATS does not start: " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return "nats";
  }

  @Override
  public String about() {
    return version + ", no JetStream, max_pending of %d bytes".formatted(Brokers.BUFFER_BYTES_MAX);
  }

  @Override
  public Wire wire() {
    return new NatsWire();
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

  @Override
  public void close() {
    server.close();
  }
}
