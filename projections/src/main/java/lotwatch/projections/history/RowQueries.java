package lotwatch.projections.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import lotwatch.wire.history.Cursor;
import lotwatch.wire.history.HistoryFilter;
import lotwatch.wire.history.HistoryShapes.AuditRow;
import lotwatch.wire.history.HistoryShapes.ReservationRow;
import lotwatch.wire.history.HistoryShapes.SpotRow;
import lotwatch.wire.history.HistoryShapes.StayRow;
import lotwatch.wire.json.PageShape;
import org.jspecify.annotations.Nullable;

/** Rows as they are, a page at a time, the newest first. */
final class RowQueries {
  private RowQueries() {}

  /**
   * A row, and what comes after it.
   *
   * @param <T> what it looks like
   */
  record Found<T>(T shape, Cursor cursor) {}

  /**
   * Reads a row.
   *
   * @param <T> what it looks like
   */
  @FunctionalInterface
  interface Reading<T> {
    /** Reads the row that is there. */
    Found<T> read(ResultSet row) throws SQLException;
  }

  /** One page; {@code order} sorts by what the cursors have. */
  static <T> PageShape<T> page(
      Connection connection,
      String select,
      Where where,
      String order,
      int limit,
      Reading<T> reading)
      throws SQLException {
    var items = new ArrayList<T>();
    @Nullable Cursor last = null;
    try (var statement =
            where.statement(connection, select, "ORDER BY " + order + " LIMIT " + (limit + 1));
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        if (items.size() == limit && last != null) {
          return new PageShape<>(items, last.toString());
        }
        var found = reading.read(rows);
        items.add(found.shape);
        last = found.cursor;
      }
    }
    return new PageShape<>(items, null);
  }

  private static Where after(Where where, HistoryFilter filter) {
    var cursor = filter.cursor();
    return where.and("seq < ?", cursor == null ? null : cursor.number());
  }

  static PageShape<ReservationRow> reservations(Connection connection, HistoryFilter filter)
      throws SQLException {
    var where =
        after(new Where(), filter)
            .and("lot = ?", filter.lot())
            .and("kind = ?", filter.kind())
            .has("shown", filter.plate())
            .between("at_millis", filter.from(), filter.to());
    return page(
        connection,
        "SELECT seq, at_millis, lot, kind, shown, until_millis, reason FROM reservations",
        where,
        "seq DESC",
        filter.limit(),
        row ->
            found(
                row,
                new ReservationRow(
                    row.getLong(1),
                    Instant.ofEpochMilli(row.getLong(2)),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    instant(row, 6),
                    row.getString(7))));
  }

  static PageShape<SpotRow> spots(Connection connection, HistoryFilter filter) throws SQLException {
    var where =
        after(new Where(), filter)
            .and("lot = ?", filter.lot())
            .and("spot = ?", filter.location())
            .and("to_state = ?", filter.kind())
            .between("at_millis", filter.from(), filter.to());
    return page(
        connection,
        "SELECT seq, at_millis, lot, spot, from_state, to_state, confidence, camera"
            + " FROM spot_changes",
        where,
        "seq DESC",
        filter.limit(),
        row ->
            found(
                row,
                new SpotRow(
                    row.getLong(1),
                    Instant.ofEpochMilli(row.getLong(2)),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    Math.rint(row.getDouble(7) * 1000) / 1000,
                    row.getString(8))));
  }

  static PageShape<StayRow> stays(Connection connection, HistoryFilter filter) throws SQLException {
    var where =
        after(new Where(), filter)
            .and("lot = ?", filter.lot())
            .and("spot = ?", filter.location())
            .between("start_millis", filter.from(), filter.to());
    if (filter.kind() != null) {
      where.and(filter.kind().equals("active") ? "end_seq IS NULL" : "end_seq IS NOT NULL");
    }
    return page(
        connection,
        "SELECT seq, lot, spot, start_millis, end_millis, ended FROM spot_stays",
        where,
        "seq DESC",
        filter.limit(),
        row -> {
          var start = Instant.ofEpochMilli(row.getLong(4));
          var end = instant(row, 5);
          Long seconds = end == null ? null : end.getEpochSecond() - start.getEpochSecond();
          return found(
              row,
              new StayRow(
                  row.getString(2),
                  row.getString(3),
                  start,
                  end,
                  seconds,
                  row.getString(6),
                  false));
        });
  }

  static PageShape<AuditRow> audit(Connection connection, HistoryFilter filter)
      throws SQLException {
    var where =
        new Where()
            .and("action = ?", filter.kind())
            .has("object", filter.location())
            .between("at_millis", filter.from(), filter.to());
    var cursor = filter.cursor();
    if (cursor != null) {
      int colon = cursor.id().lastIndexOf(':');
      var node = colon < 0 ? "" : cursor.id().substring(0, colon);
      long number = number(cursor.id().substring(colon + 1));
      where.all(
          "(at_millis < ? OR (at_millis = ? AND (node < ? OR (node = ? AND number < ?))))",
          cursor.number(),
          cursor.number(),
          node,
          node,
          number);
    }
    return page(
        connection,
        "SELECT at_millis, node, number, principal, protocol, address, action, object, outcome"
            + " FROM audit",
        where,
        "at_millis DESC, node DESC, number DESC",
        filter.limit(),
        row ->
            new Found<>(
                new AuditRow(
                    Instant.ofEpochMilli(row.getLong(1)),
                    row.getString(2),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7),
                    row.getString(8),
                    row.getString(9)),
                new Cursor(row.getLong(1), row.getString(2) + ":" + row.getLong(3))));
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      return 0; // no cursor of ours
    }
  }

  /** A row whose first column is the number of its event. */
  private static <T> Found<T> found(ResultSet row, T shape) throws SQLException {
    return new Found<>(shape, new Cursor(row.getLong(1), ""));
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
