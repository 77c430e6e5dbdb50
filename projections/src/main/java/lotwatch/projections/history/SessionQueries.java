package lotwatch.projections.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import lotwatch.projections.history.RowQueries.Found;
import lotwatch.wire.history.Cursor;
import lotwatch.wire.history.HistoryFilter;
import lotwatch.wire.history.HistoryShapes.RevenuePoint;
import lotwatch.wire.history.HistoryShapes.RevenueShape;
import lotwatch.wire.history.HistoryShapes.Revision;
import lotwatch.wire.history.HistoryShapes.Timeline;
import lotwatch.wire.history.HistorySpan;
import lotwatch.wire.json.PageShape;
import lotwatch.wire.json.SessionShape;
import org.jspecify.annotations.Nullable;

/** Sessions, and what they brought in. */
final class SessionQueries {
  private static final String SELECT =
      "SELECT session, revision, shown, location, start_second, last_second, seconds, cost_minor,"
          + " currency, state, lot FROM sessions";

  private SessionQueries() {}

  static PageShape<SessionShape> page(Connection connection, HistoryFilter filter)
      throws SQLException {
    var where =
        new Where()
            .and("lot = ?", filter.lot())
            .and("location = ?", filter.location())
            .has("location", filter.place())
            .has("shown", filter.plate())
            .and("start_second >= ?", second(filter.from()))
            .and("start_second < ?", second(filter.to()));
    if ("ended".equals(filter.kind())) {
      where.and("state <> 'active'");
    } else {
      where.and("state = ?", filter.kind());
    }
    var cursor = filter.cursor();
    if (cursor != null) {
      where.all(
          "(start_second < ? OR (start_second = ? AND session < ?))",
          cursor.number(),
          cursor.number(),
          cursor.id());
    }
    return RowQueries.page(
        connection,
        SELECT,
        where,
        "start_second DESC, session DESC",
        filter.limit(),
        row -> new Found<>(shape(row), new Cursor(row.getLong(5), row.getString(1))));
  }

  private static @Nullable Long second(@Nullable Instant at) {
    return at == null ? null : firstSecond(at);
  }

  /** The first whole second that is not before a time. */
  private static long firstSecond(Instant at) {
    return at.getNano() == 0 ? at.getEpochSecond() : at.getEpochSecond() + 1;
  }

  private static SessionShape shape(ResultSet row) throws SQLException {
    return new SessionShape(
        row.getString(1),
        row.getInt(2),
        row.getString(3),
        row.getString(4),
        Instant.ofEpochSecond(row.getLong(5)),
        Instant.ofEpochSecond(row.getLong(6)),
        row.getLong(7),
        row.getLong(8),
        row.getString(9),
        row.getString(10));
  }

  static Optional<Timeline> timeline(Connection connection, String id) throws SQLException {
    try (var statement = new Where().and("session = ?", id).statement(connection, SELECT, "");
        var rows = statement.executeQuery()) {
      if (!rows.next()) {
        return Optional.empty();
      }
      var session = shape(rows);
      return Optional.of(new Timeline(session, rows.getString(11), revisions(connection, id)));
    }
  }

  /** A recording that was read twice brings the same revisions twice: the first of each counts. */
  private static List<Revision> revisions(Connection connection, String id) throws SQLException {
    Map<Integer, Revision> revisions = new TreeMap<>();
    try (var statement =
            new Where()
                .and("session = ?", id)
                .statement(
                    connection,
                    "SELECT revision, at_millis, state, start_second, last_second, seconds,"
                        + " cost_minor FROM session_revisions",
                    "ORDER BY seq");
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        revisions.putIfAbsent(
            rows.getInt(1),
            new Revision(
                rows.getInt(1),
                Instant.ofEpochMilli(rows.getLong(2)),
                rows.getString(3),
                Instant.ofEpochSecond(rows.getLong(4)),
                Instant.ofEpochSecond(rows.getLong(5)),
                rows.getLong(6),
                rows.getLong(7)));
      }
    }
    return List.copyOf(revisions.values());
  }

  /** What was earned in one currency. */
  private static final class Earned {
    private final Map<Instant, long[]> points = new LinkedHashMap<>();

    private void add(Instant begin, long minor) {
      long[] sums = points.computeIfAbsent(begin, _ -> new long[2]);
      sums[0]++;
      sums[1] += minor;
    }

    private List<RevenuePoint> shapes() {
      var shapes = new ArrayList<RevenuePoint>();
      points.forEach((begin, sums) -> shapes.add(new RevenuePoint(begin, sums[0], sums[1])));
      return shapes;
    }
  }

  static RevenueShape revenue(Connection connection, HistorySpan span, @Nullable String currency)
      throws SQLException {
    Map<String, Earned> earned = new TreeMap<>();
    String newest = "";
    var where =
        new Where()
            .and("state <> 'active'")
            .and("lot = ?", span.lot())
            .and("last_second >= ?", firstSecond(span.from()))
            .and("last_second < ?", firstSecond(span.to()));
    try (var statement =
            where.statement(
                connection,
                "SELECT last_second, cost_minor, currency FROM sessions",
                "ORDER BY last_second");
        var rows = statement.executeQuery()) {
      var begin = Instant.MIN;
      var next = Instant.MIN;
      while (rows.next()) {
        var end = Instant.ofEpochSecond(rows.getLong(1));
        if (!end.isBefore(next)) {
          begin = span.begin(end);
          next = span.next(begin);
        }
        newest = rows.getString(3);
        earned.computeIfAbsent(newest, _ -> new Earned()).add(begin, rows.getLong(2));
      }
    }
    var asked = currency == null ? newest : currency;
    var points = earned.get(asked);
    return new RevenueShape(
        Occupancies.word(span.by()),
        span.zone().getId(),
        asked,
        List.copyOf(new TreeSet<>(earned.keySet())),
        points == null ? List.of() : points.shapes());
  }
}
