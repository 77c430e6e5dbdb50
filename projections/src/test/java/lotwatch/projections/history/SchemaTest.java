package lotwatch.projections.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of a new file, and what Flyway says of them. */
class SchemaTest {
  @TempDir Path temp = Path.of("set by JUnit");

  private SqliteFile file(String name) {
    return new SqliteFile(temp.resolve(name));
  }

  private static Flyway flyway(SqliteFile file) {
    return Flyway.configure(Schema.class.getClassLoader())
        .dataSource(file.source())
        .locations("classpath:lotwatch/projections/history/sql")
        .load();
  }

  /** What there is, and the columns that it has. */
  private static Set<String> tables(Connection connection) throws SQLException {
    var tables = new TreeSet<String>();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT m.type, m.name, p.name, p.type, p.pk, p.\"notnull\" FROM sqlite_master m"
                    + " LEFT JOIN pragma_table_info(m.name) p ORDER BY 1, 2, 3")) {
      while (rows.next()) {
        tables.add(
            String.join(
                " ",
                List.of(
                    rows.getString(1),
                    rows.getString(2),
                    String.valueOf(rows.getString(3)),
                    String.valueOf(rows.getString(4)),
                    String.valueOf(rows.getString(5)),
                    String.valueOf(rows.getString(6)))));
      }
    }
    return tables;
  }

  @Test
  void newFileIsAsFlywayMakesIt() throws Exception {
    var ours = file("ours");
    var theirs = file("theirs");
    try (var connection = ours.write()) {
      Schema.migrate(ours, connection);
    }
    flyway(theirs).migrate();

    try (var one = ours.write();
        var other = theirs.write()) {
      assertThat(tables(one)).isEqualTo(tables(other)).hasSizeGreaterThan(60);
    }
  }

  @Test
  void flywayFindsNothingToDoInANewFile() throws Exception {
    var ours = file("ours");
    try (var connection = ours.write()) {
      Schema.migrate(ours, connection);
    }

    flyway(ours).validate();
    assertThat(flyway(ours).migrate().migrationsExecuted).isZero();
    assertThat(flyway(ours).info().all()).hasSize(Schema.NEWEST);
  }

  @Test
  void tablesOfANewerProgramAreRefused() throws Exception {
    var ours = file("ours");
    try (var connection = ours.write()) {
      Schema.migrate(ours, connection);
      try (var statement = connection.createStatement()) {
        statement.execute("UPDATE flyway_schema_history SET version = '99'");
      }
      connection.commit();

      assertThatThrownBy(() -> Schema.migrate(ours, connection))
          .hasMessage("its tables are of version 99, this program knows 1");
    }
  }
}
