package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Redis that syncs each entry of a stream before it tells. */
final class RedisStreams implements WireBroker {
  private static final String SETTINGS =
      """
      appendonly yes
      appendfsync always
      auto-aof-rewrite-percentage 0
      """;

  private final RedisServer server;

  /**
   * Starts it.
   *
   * @param folder empty
   */
  RedisStreams(Path program, Path folder) throws IOException, InterruptedException {
    server = new RedisServer(program, folder, SETTINGS);
  }

  @Override
  public String name() {
    return "streams";
  }

  @Override
  public String about() {
    return server.version() + ", XADD and XREAD BLOCK, appendonly yes, appendfsync always";
  }

  @Override
  public Wire wire() {
    return new StreamWire();
  }

  @Override
  public InetSocketAddress publishers() {
    return server.at();
  }

  @Override
  public InetSocketAddress subscribers() {
    return server.at();
  }

  /** It drops nothing: each asks for what comes after what it has. */
  @Override
  public OptionalLong dropped() {
    return OptionalLong.empty();
  }

  @Override
  public void close() {
    server.close();
  }
}
