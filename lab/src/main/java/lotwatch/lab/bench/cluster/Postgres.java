package lotwatch.lab.bench.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import lotwatch.lab.bench.servers.PostgresServer;
import lotwatch.lab.cluster.Load;
import lotwatch.lab.cluster.Speed;
import lotwatch.lab.cluster.Target;

/** PostgreSQL on its own, one connection a client. */
final class Postgres implements Contender {
  /** What to say where it is missing. */
  static final String INSTALL = "apt-get install " + PostgresServer.PACKAGE;

  private static final int CONNECTIONS_MAX = 1_100;

  private final PostgresServer server;
  private final String version;

  /**
   * Starts it with its tables.
   *
   * @param program the server; {@code initdb} lies beside it
   * @param folder where it keeps its state; empty
   */
  Postgres(Path program, Path folder, int lots) throws IOException, InterruptedException {
    server = new PostgresServer(program, folder, CONNECTIONS_MAX, tables(lots));
    try {
      version = server.version();
    } catch (SQLException e) {
      server.close();
      throw new IOException(e);
    }
  }

  /** Looks for the server where Debian has it. */
  static Optional<Path> find() {
    return PostgresServer.find();
  }

  private static List<String> tables(int lots) {
    return List.of(
        // Room in each page for the new versions of its rows.
        "CREATE TABLE lots (id int PRIMARY KEY, free int NOT NULL) WITH (fillfactor = 20)",
        "CREATE TABLE reservations (lot int NOT NULL, plate text NOT NULL,"
            + " until timestamptz NOT NULL, PRIMARY KEY (lot, plate))",
        "INSERT INTO lots SELECT id, %d FROM generate_series(0, %d) AS id"
            .formatted(Load.CAPACITY, lots - 1));
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
      return new PostgresClient(server.connect());
    } catch (SQLException e) {
      throw new Target.FailedException(e);
    }
  }

  /** How many reservations there are. */
  long held() throws SQLException {
    try (var database = server.connect();
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
