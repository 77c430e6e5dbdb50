package lotwatch.lab.bench.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import lotwatch.lab.bench.PeerProcess;

/** One PostgreSQL server, which syncs each commit before it answers. */
public final class PostgresServer implements AutoCloseable {
  /** The Debian package. */
  public static final String PACKAGE = "postgresql-15";

  /** Who may do everything in it, without a password. */
  public static final String USER = "lotwatch";

  /** The database that {@code initdb} makes. */
  public static final String DATABASE = "postgres";

  private static final String ACCOUNT = "postgres";
  private static final Duration START_WAIT_MAX = Duration.ofMinutes(1);
  private static final Duration ASK_EVERY = Duration.ofMillis(100);

  private final int port;
  private final PeerProcess server;

  /**
   * Starts it and makes its tables.
   *
   * @param program the server; {@code initdb} lies beside it
   * @param folder where it keeps its state; empty
   * @param tables statements that make them
   */
  public PostgresServer(Path program, Path folder, int connectionsMax, List<String> tables)
      throws IOException, InterruptedException {
    port = PeerProcess.freePort();
    var data = Files.createDirectories(folder.resolve("data"));
    if (isRoot()) {
      var account = data.getFileSystem().getUserPrincipalLookupService();
      Files.setOwner(data, account.lookupPrincipalByName(ACCOUNT));
    }
    PeerProcess.run(data, as(initdb(program, data)));
    server = new PeerProcess(data, as(command(program, data, connectionsMax)));
    try (var database = awaitConnection();
        var statement = database.createStatement()) {
      for (var table : tables) {
        statement.execute(table);
      }
    } catch (IOException | SQLException e) {
      server.close();
      throw new IOException("PostgreSQL does not start: " + e.getMessage(), e);
    }
  }

  /** Looks for the server where Debian has it. */
  public static Optional<Path> find() {
    return PeerProcess.find(
        "postgres", "/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/17/bin", "/usr/local/bin");
  }

  private static boolean isRoot() {
    return System.getProperty("user.name", "").equals("root");
  }

  /** It refuses to run as root. */
  private static List<String> as(List<String> command) {
    if (!isRoot()) {
      return command;
    }
    var all = new ArrayList<>(List.of("setpriv", "--reuid=" + ACCOUNT, "--regid=" + ACCOUNT));
    all.add("--clear-groups");
    all.addAll(command);
    return all;
  }

  private static List<String> initdb(Path program, Path data) {
    return List.of(
        program.resolveSibling("initdb").toString(),
        "-A",
        "trust",
        "-U",
        USER,
        "-E",
        "UTF8",
        "--locale=C",
        "-D",
        data.toString());
  }

  /** No checkpoint falls into a run, the tables fit into memory, and each commit is on disk. */
  private List<String> command(Path program, Path data, int connectionsMax) {
    var command = new ArrayList<>(List.of(program.toString(), "-D", data.toString()));
    for (var setting :
        List.of(
            "listen_addresses=127.0.0.1",
            "port=" + port,
            "unix_socket_directories=",
            "max_connections=" + connectionsMax,
            "shared_buffers=512MB",
            "max_wal_size=8GB",
            "checkpoint_timeout=1h",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on")) {
      command.add("-c");
      command.add(setting);
    }
    return command;
  }

  private Connection awaitConnection() throws IOException, SQLException {
    long deadline = System.nanoTime() + START_WAIT_MAX.toNanos();
    while (true) {
      server.check();
      try {
        return connect();
      } catch (SQLException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(ASK_EVERY.toNanos());
      }
    }
  }

  /** Opens one more connection. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&sslmode=disable&prepareThreshold=1"
            .formatted(port, DATABASE, USER));
  }

  /** As it says itself. */
  public String version() throws SQLException {
    try (var database = connect()) {
      return database.getMetaData().getDatabaseProductVersion();
    }
  }

  /** Where it takes connections of this machine. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    server.close();
  }
}
