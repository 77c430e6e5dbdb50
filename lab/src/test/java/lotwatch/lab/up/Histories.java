package lotwatch.lab.up;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the histories of nodes hold, as somebody reads them who opens their files. */
final class Histories {
  private static final List<String> TABLES =
      List.of(
          "session_revisions",
          "sessions",
          "reservations",
          "spot_changes",
          "spot_stays",
          "occupancy");

  private Histories() {}

  /** The file in the data folder of a node. */
  static Path file(Path data) {
    return data.resolve("history").resolve("history.sqlite");
  }

  /** All rows that follow from events, in order. */
  static List<String> dump(Path file) throws SQLException {
    var lines = new ArrayList<String>();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      for (var table : TABLES) {
        try (var statement = connection.createStatement();
            var rows =
                statement.executeQuery(
                    "SELECT * FROM %s ORDER BY %s"
                        .formatted(table, table.equals("sessions") ? "session" : "seq"))) {
          while (rows.next()) {
            var line = new StringBuilder(table);
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              line.append('|').append(rows.getString(i));
            }
            lines.add(line.toString());
          }
        }
      }
    }
    return lines;
  }

  /** The number of the last event that is written. */
  static long position(Path file) {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT sequence FROM history_position WHERE name = 'events'")) {
      return rows.next() ? rows.getLong(1) : -1;
    } catch (SQLException _) {
      return -1; // being opened, or copied
    }
  }
}
