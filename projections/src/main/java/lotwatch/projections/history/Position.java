package lotwatch.projections.history;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * How far a part of the history is. It moves in the transaction that writes the rows, and only from
 * where its writer believes it to be: so two writers cannot write a row twice.
 *
 * @param history which history the sequence is of
 * @param sequence the last one that is written
 */
record Position(String history, long sequence) {
  /** The name of the position of the ledger's events. */
  static final String EVENTS = "events";

  /** Where a part is; null if it has not begun. */
  static @Nullable Position read(Connection connection, String name) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT history, sequence FROM history_position WHERE name = ?")) {
      statement.setString(1, name);
      try (var rows = statement.executeQuery()) {
        return rows.next() ? new Position(rows.getString(1), rows.getLong(2)) : null;
      }
    }
  }

  /** Begins here; false if another writer has begun. Commits nothing. */
  boolean begin(Connection connection, String name) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "INSERT INTO history_position (name, history, sequence) VALUES (?, ?, ?)"
                + " ON CONFLICT (name) DO NOTHING")) {
      statement.setString(1, name);
      statement.setString(2, history);
      statement.setLong(3, sequence);
      return statement.executeUpdate() == 1;
    }
  }

  /**
   * Moves on; false if another writer has. The first statement of a transaction: it holds all other
   * writers off. Commits nothing.
   */
  boolean move(Connection connection, String name, Position to) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "UPDATE history_position SET history = ?, sequence = ?"
                + " WHERE name = ? AND history = ? AND sequence = ?")) {
      statement.setString(1, to.history);
      statement.setLong(2, to.sequence);
      statement.setString(3, name);
      statement.setString(4, history);
      statement.setLong(5, sequence);
      return statement.executeUpdate() == 1;
    }
  }
}
