package lotwatch.projections.history;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/** A SQLite file. Whoever reads waits for no writer, and what is committed is on the disk. */
final class SqliteFile implements Database {
  /** How long one connection waits for the lock of another. */
  private static final int BUSY_WAIT_MILLIS_MAX = 10_000;

  private final Path file;

  SqliteFile(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** The driver begins the next transaction with each commit: one that takes no lock yet. */
  @Override
  public DataSource source() {
    var config = new SQLiteConfig();
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_WAIT_MILLIS_MAX);
    config.setTransactionMode(TransactionMode.DEFERRED);
    var source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return source;
  }

  @Override
  public Connection write() throws SQLException {
    var connection = source().getConnection();
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL"); // of the file, from then on
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  @Override
  public Connection read() throws SQLException {
    var connection = source().getConnection();
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  @Override
  public boolean isDamage(SQLException e) {
    int primary = e.getErrorCode() & 0xff;
    return primary == SQLiteErrorCode.SQLITE_CORRUPT.code
        || primary == SQLiteErrorCode.SQLITE_NOTADB.code;
  }

  @Override
  public String where() {
    return file.toString();
  }
}
