package lotwatch.projections.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import lotwatch.wire.history.HistoryShapes.HeatmapShape;
import lotwatch.wire.history.HistoryShapes.OccupancyPoint;
import lotwatch.wire.history.HistoryShapes.OccupancyShape;
import lotwatch.wire.history.HistorySpan;
import lotwatch.wire.history.HistorySpan.By;
import org.jspecify.annotations.Nullable;

/** How a lot was taken over time: each tally counts for as long as it lasted. */
final class Occupancies {
  private static final int DAYS = 7;
  private static final int HOURS = 24;
  private static final String COLUMNS =
      "SELECT at_millis, is_open, capacity, occupied, free, reserved, unknown FROM occupancy";

  private Occupancies() {}

  static String word(By by) {
    return by.name().toLowerCase(Locale.ROOT);
  }

  /** The tally of a lot from a moment on; closed lots have none. */
  private record Taken(
      long atMillis, int capacity, int occupied, int free, int reserved, int unknown) {
    static Taken of(ResultSet row) throws SQLException {
      return new Taken(
          row.getLong(1),
          row.getInt(2) == 0 ? -1 : row.getInt(3),
          row.getInt(4),
          row.getInt(5),
          row.getInt(6),
          row.getInt(7));
    }

    boolean isKnown() {
      return capacity >= 0;
    }
  }

  /** What is known of one hour or day. */
  private static final class Sum {
    private long millis;
    private double occupied;
    private double free;
    private double reserved;
    private double unknown;
    private double capacity;
    private int peak;

    void add(Taken taken, long lasted) {
      millis += lasted;
      occupied += (double) taken.occupied * lasted;
      free += (double) taken.free * lasted;
      reserved += (double) taken.reserved * lasted;
      unknown += (double) taken.unknown * lasted;
      capacity += (double) taken.capacity * lasted;
      peak = Math.max(peak, taken.occupied);
    }

    OccupancyPoint point(Instant begin) {
      return new OccupancyPoint(
          begin, mean(occupied), mean(free), mean(reserved), mean(unknown), mean(capacity), peak);
    }

    private double mean(double sum) {
      return Math.rint(sum / millis * 1000) / 1000;
    }
  }

  /** Is told each hour or day of which something is known. */
  @FunctionalInterface
  private interface Cell {
    void known(Instant begin, Sum sum);
  }

  static OccupancyShape shape(Connection connection, HistorySpan span, String lot, Instant now)
      throws SQLException {
    var points = new ArrayList<OccupancyPoint>();
    walk(connection, span, lot, now, (begin, sum) -> points.add(sum.point(begin)));
    return new OccupancyShape(lot, word(span.by()), span.zone().getId(), points);
  }

  static HeatmapShape heatmap(
      Connection connection, String lot, int weeks, ZoneId zone, Instant now) throws SQLException {
    var occupied = new double[DAYS][HOURS];
    var capacity = new double[DAYS][HOURS];
    var from = now.minus(Duration.ofDays((long) weeks * DAYS));
    walk(
        connection,
        new HistorySpan(lot, from, now, By.HOUR, zone),
        lot,
        now,
        (begin, sum) -> {
          var there = begin.atZone(zone);
          int day = there.getDayOfWeek().getValue() - 1;
          occupied[day][there.getHour()] += sum.occupied;
          capacity[day][there.getHour()] += sum.capacity;
        });
    var cells = new ArrayList<List<@Nullable Double>>();
    for (int day = 0; day < DAYS; day++) {
      var hours = new @Nullable Double[HOURS];
      for (int hour = 0; hour < HOURS; hour++) {
        if (capacity[day][hour] > 0) {
          hours[hour] = Math.rint(occupied[day][hour] / capacity[day][hour] * 1000) / 1000;
        }
      }
      cells.add(Arrays.asList(hours));
    }
    return new HeatmapShape(lot, zone.getId(), cells);
  }

  /** Goes through all tallies of a span, the one that it begins with included. */
  private static void walk(
      Connection connection, HistorySpan span, String lot, Instant now, Cell cell)
      throws SQLException {
    var cuts = new Cuts(span, now, cell);
    try (var statement =
            new Where()
                .and("lot = ?", lot)
                .and("at_millis < ?", span.from().toEpochMilli())
                .statement(connection, COLUMNS, "ORDER BY at_millis DESC, seq DESC LIMIT 1");
        var rows = statement.executeQuery()) {
      if (rows.next()) {
        cuts.next(Taken.of(rows));
      }
    }
    try (var statement =
            new Where()
                .and("lot = ?", lot)
                .between("at_millis", span.from(), span.to())
                .statement(connection, COLUMNS, "ORDER BY at_millis, seq");
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        cuts.next(Taken.of(rows));
      }
    }
    cuts.end();
  }

  /** Cuts what lasts into hours or days. */
  private static final class Cuts {
    private final HistorySpan span;
    private final long fromMillis;
    private final long toMillis;
    private final Cell cell;
    private @Nullable Taken taken;
    private @Nullable Instant begin;
    private long nextMillis;
    private Sum sum = new Sum();

    Cuts(HistorySpan span, Instant now, Cell cell) {
      this.span = span;
      this.cell = cell;
      fromMillis = span.from().toEpochMilli();
      toMillis = Math.min(span.to().toEpochMilli(), now.toEpochMilli());
    }

    void next(Taken following) {
      lastUntil(following.atMillis);
      taken = following;
    }

    void end() {
      lastUntil(toMillis);
      tell();
    }

    private void lastUntil(long untilMillis) {
      var before = taken;
      if (before == null || !before.isKnown()) {
        return;
      }
      long at = Math.max(before.atMillis, fromMillis);
      long until = Math.min(untilMillis, toMillis);
      while (at < until) {
        if (begin == null || at >= nextMillis) {
          tell();
          begin = span.begin(Instant.ofEpochMilli(at));
          nextMillis = span.next(begin).toEpochMilli();
        }
        long cut = Math.min(until, nextMillis);
        sum.add(before, cut - at);
        at = cut;
      }
    }

    private void tell() {
      var of = begin;
      if (of != null && sum.millis > 0) {
        cell.known(of, sum);
      }
      sum = new Sum();
    }
  }
}
