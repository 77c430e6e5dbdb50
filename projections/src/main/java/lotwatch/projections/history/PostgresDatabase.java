package lotwatch.projections.history;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL database, which all nodes share. */
final class PostgresDatabase implements Database {
  private static final int CONNECT_SECONDS_MAX = 5;

  /** A database that says nothing for so long is gone. */
  private static final int SILENT_SECONDS_MAX = 60;

  private final PGSimpleDataSource source = new PGSimpleDataSource();
  private final String where;

  /**
   * @throws IllegalArgumentException if the URL is none
   */
  PostgresDatabase(HistorySettings settings) {
    source.setUrl(settings.url());
    if (!settings.user().isEmpty()) {
      source.setUser(settings.user());
    }
    if (!settings.password().isEmpty()) {
      source.setPassword(settings.password());
    }
    source.setConnectTimeout(CONNECT_SECONDS_MAX);
    source.setSocketTimeout(SILENT_SECONDS_MAX);
    source.setTcpKeepAlive(true);
    source.setApplicationName("lotwatch");
    where = settings.url().replaceAll("[?].*", ""); // which may have a password
  }

  @Override
  public Connection write() throws SQLException {
    var connection = source.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  @Override
  public Connection read() throws SQLException {
    var connection = source.getConnection();
    connection.setReadOnly(true);
    connection.setAutoCommit(false); // so that rows come in portions
    return connection;
  }

  @Override
  public DataSource source() {
    return source;
  }

  @Override
  public boolean isDamage(SQLException e) {
    return false; // its own affair
  }

  @Override
  public String where() {
    return where;
  }
}
