package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import lotwatch.lab.bench.servers.PostgresServer;

/**
 * PostgreSQL: each event is a row and a {@code NOTIFY} in one transaction, on disk before it is
 * told. Without the row there would be nothing to sync, and the commit would not wait for the disk.
 */
final class PostgresNotify implements WireBroker {
  /** Two audiences of the largest size: one leaves while the next comes. */
  private static final int CONNECTIONS_MAX = 2 * CompareCommand.MANY_MAX;

  private final PostgresServer server;
  private final String version;

  /**
   * Starts it.
   *
   * @param folder empty
   */
  PostgresNotify(Path program, Path folder) throws IOException, InterruptedException {
    server = new PostgresServer(program, folder, CONNECTIONS_MAX, List.of(PostgresWire.TABLE));
    try {
      version = server.version();
    } catch (SQLException e) {
      server.close();
      throw new IOException(e);
    }
  }

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public String about() {
    return "PostgreSQL %s, INSERT and NOTIFY in one transaction, fsync and synchronous_commit on"
        .formatted(version);
  }

  @Override
  public Wire wire() {
    return new PostgresWire();
  }

  @Override
  public InetSocketAddress publishers() {
    return Broker.local(server.port());
  }

  @Override
  public InetSocketAddress subscribers() {
    return Broker.local(server.port());
  }

  /** It drops nothing: it keeps what one does not read, for all, until its queue is full. */
  @Override
  public OptionalLong dropped() {
    return OptionalLong.empty();
  }

  @Override
  public void close() {
    server.close();
  }
}
