package lotwatch.projections.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;

/**
 * The tables of a file that is new, as Flyway makes them, with its record of it: so a node that
 * starts for the first time does without Flyway, which would cost it a tenth of its memory. A later
 * version finds what it expects.
 */
final class NewTables {
  /** The migrations, the oldest first. */
  static final List<String> SCRIPTS = List.of("V1__history.sql");

  private static final String RECORD =
      """
      CREATE TABLE "flyway_schema_history" (
          "installed_rank" INT NOT NULL PRIMARY KEY,
          "version" VARCHAR(50),
          "description" VARCHAR(200) NOT NULL,
          "type" VARCHAR(20) NOT NULL,
          "script" VARCHAR(1000) NOT NULL,
          "checksum" INT,
          "installed_by" VARCHAR(100) NOT NULL,
          "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
          "execution_time" INT NOT NULL,
          "success" BOOLEAN NOT NULL
      );
      CREATE INDEX "flyway_schema_history_s_idx" ON "flyway_schema_history" ("success");
      """;

  private NewTables() {}

  /** Makes them; commits. */
  static void make(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var each : statements(RECORD)) {
        statement.execute(each);
      }
      for (int i = 0; i < SCRIPTS.size(); i++) {
        var script = text(SCRIPTS.get(i));
        for (var each : statements(script)) {
          statement.execute(each);
        }
        record(connection, i + 1, SCRIPTS.get(i), checksum(script));
      }
    }
    connection.commit();
  }

  private static void record(Connection connection, int rank, String name, int checksum)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
                + " checksum, installed_by, execution_time, success)"
                + " VALUES (?, ?, ?, 'SQL', ?, ?, '', 0, 1)")) {
      int middle = name.indexOf("__");
      statement.setInt(1, rank);
      statement.setString(2, name.substring(1, middle));
      statement.setString(3, name.substring(middle + 2, name.lastIndexOf('.')).replace('_', ' '));
      statement.setString(4, name);
      statement.setInt(5, checksum);
      statement.executeUpdate();
    }
  }

  private static String text(String name) throws SQLException {
    try (var in =
        Objects.requireNonNull(NewTables.class.getResourceAsStream("sql/" + name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new SQLException("%s cannot be read: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static List<String> statements(String script) {
    return List.of(script.replaceAll("(?m) *--.*$", "").strip().split(";\\s*", -1)).stream()
        .filter(each -> !each.isBlank())
        .toList();
  }

  /** Flyway's: of each line without its end. */
  private static int checksum(String script) {
    var sum = new CRC32();
    script.lines().forEach(line -> sum.update(line.getBytes(UTF_8)));
    return (int) sum.getValue();
  }
}
