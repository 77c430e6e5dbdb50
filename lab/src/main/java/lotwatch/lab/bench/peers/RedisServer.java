package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import lotwatch.lab.bench.PeerProcess;

/** One Redis server that makes no snapshots. */
final class RedisServer implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofMinutes(1);

  private final PeerProcess server;
  private final InetSocketAddress at;
  private final String version;

  /**
   * Starts it.
   *
   * @param folder empty
   * @param settings lines of its file of settings
   */
  RedisServer(Path program, Path folder, String settings) throws IOException, InterruptedException {
    version = Broker.version(program, "--version").replaceAll(" sha=.*", "");
    at = Broker.local(PeerProcess.freePort());
    var file = folder.resolve("redis.conf");
    Files.writeString(
        file,
        """
        bind 127.0.0.1
        port %d
        dir %s
        save ""
        """
                .formatted(at.getPort(), folder)
            + settings);
    server = new PeerProcess(folder, List.of(program.toString(), file.toString()));
    try {
      Broker.await(server, at, START_MAX);
    } catch (IOException e) {
      server.close();
      throw new IOException("Redis does not start: " + e.getMessage(), e);
    }
  }

  /** As it says itself. */
  String version() {
    return version;
  }

  /** Where all connect. */
  InetSocketAddress at() {
    return at;
  }

  /** What it wrote to its log until now. */
  List<String> said() throws IOException {
    return server.said();
  }

  @Override
  public void close() {
    server.close();
  }
}
