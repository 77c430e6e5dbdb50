package lotwatch.lab.bench.cluster;

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
import lotwatch.lab.cluster.Load;
import lotwatch.lab.cluster.Speed;
import lotwatch.lab.cluster.Target;

/** PostgreSQL on its own, one connection a client. */
final class Postgres implements Contender {
  /** What to say where it is missing. */
  static final String INSTALL = "apt-get install postgresql-15";

  private static final String ACCOUNT = "postgres";
  private static final int CONNECTIONS_MAX = 1_100;
  private static final Duration START_WAIT_MAX = Duration.ofMinutes(1);
  private static final Duration ASK_EVERY = Duration.ofMillis(100);

  private final PeerProcess server;
  private final String url;
  private final String version;

  /**
   * Starts it with its tables.
   *
   * @param program the server; {@code initdb} lies beside it
   * @param folder where it keeps its state; empty
   */
  Postgres(Path program, Path folder, int lots) throws IOException, InterruptedException {
    int port = PeerProcess.freePort();
    url =
        "jdbc:postgresql://127.0.0.1:%d/postgres?user=lotwatch&sslmode=disable&prepareThreshold=1"
            .formatted(port);
    var data = Files.createDirectories(folder.resolve("data"));
    if (isRoot()) {
      var account = data.getFileSystem().getUserPrincipalLookupService();
      Files.setOwner(data, account.lookupPrincipalByName(ACCOUNT));
    }
    PeerProcess.run(
        data,
        as(
            List.of(
                program.resolveSibling("initdb").toString(),
                "-A",
                "trust",
                "-U",
                "lotwatch",
                "-E",
                "UTF8",
                "--locale=C",
                "-D",
                data.toString())));
    server = new PeerProcess(data, as(command(program, data, port)));
    try {
      version = prepare(lots);
    } catch (IOException | SQLException e) {
      server.close();
      throw new IOException("PostgreSQL does not start: " + e.getMessage(), e);
    }
  }

  /** Looks for the server where Debian has it. */
  static Optional<Path> find() {
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

  /** No checkpoint falls into a run, the tables fit into memory, and each commit is on disk. */
  private static List<String> command(Path program, Path data, int port) {
    var command = new ArrayList<>(List.of(program.toString(), "-D", data.toString()));
    for (var setting :
        List.of(
            "listen_addresses=127.0.0.1",
            "port=" + port,
            "unix_socket_directories=",
            "max_connections=" + CONNECTIONS_MAX,
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

  private String prepare(int lots) throws IOException, SQLException {
    try (var database = connect();
        var statement = database.createStatement()) {
      // Room in each page for the new versions of its rows.
      statement.execute(
          "CREATE TABLE lots (id int PRIMARY KEY, free int NOT NULL) WITH (fillfactor = 20)");
      statement.execute(
          "CREATE TABLE reservations (lot int NOT NULL, plate text NOT NULL,"
              + " until timestamptz NOT NULL, PRIMARY KEY (lot, plate))");
      statement.execute(
          "INSERT INTO lots SELECT id, %d FROM generate_series(0, %d) AS id"
              .formatted(Load.CAPACITY, lots - 1));
      return database.getMetaData().getDatabaseProductVersion();
    }
  }

  private Connection connect() throws IOException, SQLException {
    long deadline = System.nanoTime() + START_WAIT_MAX.toNanos();
    while (true) {
      server.check();
      try {
        return DriverManager.getConnection(url);
      } catch (SQLException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(ASK_EVERY.toNanos());
      }
    }
  }

  @Override
  public String about() {
    return "PostgreSQL %s, fsync and synchronous_commit on, no replica".formatted(version);
  }

  @Override
  public Speed load(Load.Plan plan) throws IOException {
    return Contender.load(this::open, plan);
  }

  /** The way of one client. */
  Target open(int client) throws Target.FailedException {
    try {
      return new PostgresClient(DriverManager.getConnection(url));
    } catch (SQLException e) {
      throw new Target.FailedException(e);
    }
  }

  /** How many reservations there are. */
  long held() throws SQLException {
    try (var database = DriverManager.getConnection(url);
        var statement = database.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM reservations")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
