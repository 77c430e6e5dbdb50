package lotwatch.projections.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Deletes what is too old, once a day, a little at a time: others write and read meanwhile. */
final class Retention {
  /** Rows of a table that go at a time. */
  static final int ROWS_MAX = 1_000;

  private static final Duration EVERY = Duration.ofDays(1);

  private static final List<String> DELETIONS =
      List.of(
          delete("session_revisions", "seq", "at_millis < ?"),
          delete("sessions", "session", "at_millis < ? AND state <> 'active'"),
          delete("reservations", "seq", "at_millis < ?"),
          delete("spot_changes", "seq", "at_millis < ?"),
          delete("spot_stays", "seq", "end_millis < ?"),
          // the newest row of a lot says how it is taken until now, however old it is
          delete(
              "occupancy",
              "seq",
              "at_millis < ? AND seq NOT IN (SELECT max(seq) FROM occupancy GROUP BY lot)"),
          delete("gaps", "after_seq", "at_millis < ?"));

  private static final String OLD_AUDIT =
      "DELETE FROM audit WHERE node = ? AND number IN"
          + " (SELECT number FROM audit WHERE node = ? AND at_millis < ? LIMIT %d)"
              .formatted(ROWS_MAX);

  private final InstantSource clock;
  private final Duration age;
  private final String node;
  private Instant due = Instant.MIN;

  /**
   * @param node whose part of the audit record this is
   */
  Retention(InstantSource clock, Duration age, String node) {
    this.clock = clock;
    this.age = age;
    this.node = node;
  }

  private static String delete(String table, String key, String condition) {
    return "DELETE FROM %s WHERE %s IN (SELECT %s FROM %s WHERE %s LIMIT %d)"
        .formatted(table, key, key, table, condition, ROWS_MAX);
  }

  /**
   * Deletes a little if it is time to; commits.
   *
   * @param events whether the rows of events are this writer's as well
   */
  void step(Connection connection, boolean events) throws SQLException {
    var now = clock.instant();
    if (now.isBefore(due)) {
      return;
    }
    long before = now.minus(age).toEpochMilli();
    int most = 0;
    if (events) {
      for (var deletion : DELETIONS) {
        try (var statement = connection.prepareStatement(deletion)) {
          statement.setLong(1, before);
          most = Math.max(most, statement.executeUpdate());
        }
      }
    }
    try (var statement = connection.prepareStatement(OLD_AUDIT)) {
      statement.setString(1, node);
      statement.setString(2, node);
      statement.setLong(3, before);
      most = Math.max(most, statement.executeUpdate());
    }
    connection.commit();
    if (most < ROWS_MAX) {
      due = now.plus(EVERY);
    }
  }
}
