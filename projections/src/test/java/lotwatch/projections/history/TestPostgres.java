package lotwatch.projections.history;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A real PostgreSQL server, which a test may stop and start again. */
final class TestPostgres implements AutoCloseable {
  private static final String ACCOUNT = "postgres";

  private final Path programs;
  private final Path folder;
  private final int port;
  private @Nullable Process process;

  private TestPostgres(Path programs, Path folder, int port) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
  }

  /** Starts one; the test ends here, with a line, where there is none. */
  static TestPostgres start() throws IOException, InterruptedException {
    var programs =
        Stream.of("/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/17/bin", "/usr/local/bin")
            .map(Path::of)
            .filter(each -> Files.isExecutable(each.resolve("initdb")))
            .findFirst()
            .orElse(null);
    if (programs == null) {
      return Assumptions.abort("skipped: there is no PostgreSQL server, the package postgresql-15");
    }
    var folder = Files.createTempDirectory("lotwatch-postgres");
    if (isRoot()) { // it refuses to run as root
      var accounts = folder.getFileSystem().getUserPrincipalLookupService();
      Files.setOwner(folder, accounts.lookupPrincipalByName(ACCOUNT));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var server = new TestPostgres(programs, folder, port);
    var made =
        server.run(
            "initdb", "-A", "trust", "-U", ACCOUNT, "-E", "UTF8", "--locale=C", "-D", "data");
    if (made.waitFor() != 0) {
      throw new IOException("initdb failed, see " + folder);
    }
    server.begin();
    return server;
  }

  private static boolean isRoot() {
    return System.getProperty("user.name", "").equals("root");
  }

  private Process run(String program, String... words) throws IOException {
    var command = new ArrayList<String>();
    if (isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=" + ACCOUNT, "--regid=" + ACCOUNT, "--clear-groups"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  /** Starts it again. */
  void begin() throws IOException {
    var started =
        run(
            "postgres",
            "-D",
            "data",
            "-c",
            "port=" + port,
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=");
    process = started;
    Kept.await(
        "PostgreSQL answers",
        () -> {
          try (var _ = connect()) {
            return true;
          } catch (SQLException _) {
            return !started.isAlive();
          }
        });
  }

  /** {@code kill -9}; what it had committed is there again when it is started. */
  void kill() {
    var running = process;
    if (running != null) {
      running.descendants().forEach(ProcessHandle::destroyForcibly);
      running.destroyForcibly().onExit().join();
    }
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url() + "?user=" + ACCOUNT);
  }

  HistorySettings settings() {
    return new HistorySettings(url(), ACCOUNT, "", 365);
  }

  /** All rows of all tables that follow from events, in order. */
  List<String> dump() throws SQLException {
    return Kept.dump(url() + "?user=" + ACCOUNT);
  }

  @Override
  public void close() throws IOException {
    kill();
    try (var files = Files.walk(folder)) {
      for (var file : files.toList().reversed()) {
        Files.delete(file);
      }
    }
  }
}
