package lotwatch.projections.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The tables, which each version of the program brings up to date. */
final class Schema {
  /** How many migrations are in {@code sql/}. */
  static final int NEWEST = NewTables.SCRIPTS.size();

  /** Held here, else its level would be forgotten. */
  private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

  private Schema() {}

  /**
   * Makes the tables, or brings them up to date. Where they are, Flyway is not even loaded.
   *
   * @throws SQLException if that fails, or they are of a newer version
   */
  static void migrate(Database database, Connection connection) throws SQLException {
    int version = version(connection);
    if (version > NEWEST) {
      throw new SQLException(
          "its tables are of version %d, this program knows %d".formatted(version, NEWEST));
    }
    if (version == NEWEST) {
      return;
    }
    if (database instanceof SqliteFile && version == 0 && !hasTable(connection, "%")) {
      NewTables.make(connection);
      return;
    }
    FLYWAY.setLevel(Level.WARNING);
    try {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(database.source())
          .locations("classpath:lotwatch/projections/history/sql")
          .baselineOnMigrate(true) // a database may have tables of others
          .baselineVersion("0")
          .load()
          .migrate();
    } catch (FlywayException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      throw new SQLException("the tables cannot be made: " + e.getMessage(), e);
    }
  }

  /** The version of the tables; 0 if there are none. */
  private static int version(Connection connection) throws SQLException {
    if (!hasTable(connection, "flyway_schema_history")) {
      return 0;
    }
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE success")) {
      return rows.next() ? rows.getInt(1) : 0;
    } finally {
      connection.rollback();
    }
  }

  private static boolean hasTable(Connection connection, String name) throws SQLException {
    try (var tables =
        connection.getMetaData().getTables(null, null, name, new String[] {"TABLE"})) {
      return tables.next();
    } finally {
      connection.rollback();
    }
  }
}
