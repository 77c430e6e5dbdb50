package lotwatch.lab.bench.cluster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import lotwatch.lab.cluster.Target;

/** Reservations as rows of PostgreSQL, each operation one transaction of two statements. */
final class PostgresClient implements Target {
  private final Connection database;
  private final PreparedStatement take;
  private final PreparedStatement give;
  private final PreparedStatement insert;
  private final PreparedStatement delete;

  /**
   * @param database is closed with this
   */
  PostgresClient(Connection database) throws SQLException {
    this.database = database;
    database.setAutoCommit(false);
    take = database.prepareStatement("UPDATE lots SET free = free - 1 WHERE id = ? AND free > 0");
    give = database.prepareStatement("UPDATE lots SET free = free + 1 WHERE id = ?");
    insert =
        database.prepareStatement(
            "INSERT INTO reservations (lot, plate, until)"
                + " VALUES (?, ?, now() + interval '5 minutes') ON CONFLICT DO NOTHING");
    delete = database.prepareStatement("DELETE FROM reservations WHERE lot = ? AND plate = ?");
  }

  @Override
  public void reserve(int lot, String plate) throws FailedException {
    commit(() -> change(take, lot) && change(insert, lot, plate));
  }

  @Override
  public void cancel(int lot, String plate) throws FailedException {
    commit(() -> change(delete, lot, plate) && change(give, lot));
  }

  private static boolean change(PreparedStatement statement, int lot) throws SQLException {
    statement.setInt(1, lot);
    return statement.executeUpdate() == 1;
  }

  private static boolean change(PreparedStatement statement, int lot, String plate)
      throws SQLException {
    statement.setString(2, plate);
    return change(statement, lot);
  }

  private interface Changes {
    boolean done() throws SQLException;
  }

  private void commit(Changes changes) throws FailedException {
    try {
      if (changes.done()) {
        database.commit();
        return;
      }
      database.rollback();
    } catch (SQLException e) {
      throw failed(e);
    }
    throw new FailedException("full, or the reservation exists, or does not");
  }

  private FailedException failed(SQLException why) {
    try {
      database.rollback();
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
    return new FailedException(why);
  }

  @Override
  public void close() {
    try {
      database.close();
    } catch (SQLException e) {
      System.err.println("a connection to PostgreSQL does not close: " + e.getMessage());
    }
  }
}
