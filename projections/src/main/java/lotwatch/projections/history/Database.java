package lotwatch.projections.history;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Where the rows are, and what differs between one kind of database and another. */
interface Database {
  /** Opens a connection that writes; it commits nothing by itself. */
  Connection write() throws SQLException;

  /** Opens a connection that only reads. */
  Connection read() throws SQLException;

  /** For what makes its own connections. */
  DataSource source();

  /** Whether an error means that what is stored is damaged. */
  boolean isDamage(SQLException e);

  /** Where it is, for people. */
  String where();
}
