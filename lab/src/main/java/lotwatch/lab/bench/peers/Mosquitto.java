package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import lotwatch.lab.bench.PeerProcess;

/** mosquitto that keeps nothing on disk and sends at once. */
final class Mosquitto implements WireBroker {
  private static final Duration START_MAX = Duration.ofMinutes(1);

  /** It tells its counts when they change, once a second. */
  private static final Duration COUNT_EVERY = Duration.ofSeconds(1);

  private static final Duration LISTEN_MAX = Duration.ofMillis(200);

  private static final String DROPPED = "$SYS/broker/publish/messages/dropped";

  private final PeerProcess server;
  private final InetSocketAddress at;
  private final String version;
  private final MqttTopic counts;
  private long dropped;

  /**
   * Starts it.
   *
   * @param folder empty
   */
  Mosquitto(Path program, Path folder) throws IOException {
    at = Broker.local(PeerProcess.freePort());
    var settings = folder.resolve("mosquitto.conf");
    Files.writeString(
        settings,
        """
        listener %d 127.0.0.1
        allow_anonymous true
        persistence false
        set_tcp_nodelay true
        sys_interval %d
        log_dest stdout
        log_type error
        """
            .formatted(at.getPort(), COUNT_EVERY.toSeconds()));
    server = new PeerProcess(folder, List.of(program.toString(), "-c", settings.toString()));
    try {
      Broker.await(server, at, START_MAX);
      version = version(at);
      counts = new MqttTopic(at, DROPPED, LISTEN_MAX);
    } catch (IOException e) {
      server.close();
      throw new IOException("mosquitto does not start: " + e.getMessage(), e);
    }
  }

  private static String version(InetSocketAddress at) throws IOException {
    try (var topic = new MqttTopic(at, "$SYS/broker/version", START_MAX)) {
      return topic.next();
    }
  }

  @Override
  public String name() {
    return "mosquitto";
  }

  @Override
  public String about() {
    return version + ", persistence false, set_tcp_nodelay true, max_queued_messages 1000";
  }

  @Override
  public Wire wire() {
    return new MqttWire();
  }

  @Override
  public InetSocketAddress publishers() {
    return at;
  }

  @Override
  public InetSocketAddress subscribers() {
    return at;
  }

  @Override
  public OptionalLong dropped() throws IOException, InterruptedException {
    Thread.sleep(COUNT_EVERY.multipliedBy(2));
    for (var text = counts.next(); !text.isEmpty(); text = counts.next()) {
      dropped = Long.parseLong(text);
    }
    return OptionalLong.of(dropped);
  }

  @Override
  public void close() {
    counts.close();
    server.close();
  }
}
