package lotwatch.gateway;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import lotwatch.wire.history.Cursor;
import lotwatch.wire.history.History;
import lotwatch.wire.history.HistoryFilter;
import lotwatch.wire.history.HistoryShapes.AuditRow;
import lotwatch.wire.history.HistoryShapes.HeatmapShape;
import lotwatch.wire.history.HistoryShapes.OccupancyPoint;
import lotwatch.wire.history.HistoryShapes.OccupancyShape;
import lotwatch.wire.history.HistoryShapes.ReservationRow;
import lotwatch.wire.history.HistoryShapes.RevenuePoint;
import lotwatch.wire.history.HistoryShapes.RevenueShape;
import lotwatch.wire.history.HistoryShapes.Revision;
import lotwatch.wire.history.HistoryShapes.SpotRow;
import lotwatch.wire.history.HistoryShapes.StayRow;
import lotwatch.wire.history.HistoryShapes.Timeline;
import lotwatch.wire.history.HistorySpan;
import lotwatch.wire.json.PageShape;
import lotwatch.wire.json.SessionShape;
import org.jspecify.annotations.Nullable;

/** One row of each kind, whatever is asked. */
public final class FakeHistory implements History {
  private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");
  private static final SessionShape SESSION =
      new SessionShape("s1", 2, "*****17", "deck", NOON, NOON, 0, 0, "EUR", "closed");

  private static <T> PageShape<T> page(T row) {
    return new PageShape<>(List.of(row), new Cursor(1, "s1").toString());
  }

  @Override
  public PageShape<SessionShape> sessions(HistoryFilter filter) {
    return page(SESSION);
  }

  @Override
  public Optional<Timeline> session(String id) {
    return id.equals("s1")
        ? Optional.of(
            new Timeline(
                SESSION, "deck", List.of(new Revision(1, NOON, "active", NOON, NOON, 0, 0))))
        : Optional.empty();
  }

  @Override
  public PageShape<ReservationRow> reservations(HistoryFilter filter) {
    return page(new ReservationRow(7, NOON, "deck", "made", "*****17", NOON, null));
  }

  @Override
  public PageShape<SpotRow> spots(HistoryFilter filter) {
    return page(new SpotRow(7, NOON, "north", "1", "free", "occupied", 0.9, "cam"));
  }

  @Override
  public PageShape<StayRow> stays(HistoryFilter filter) {
    return page(new StayRow("north", "1", NOON, null, null, null, false));
  }

  @Override
  public PageShape<AuditRow> audit(HistoryFilter filter) {
    return page(new AuditRow(NOON, "n1", "local", "rest", "::1", "RESERVE", "deck", "HELD"));
  }

  @Override
  public OccupancyShape occupancy(HistorySpan span) {
    var points = List.of(new OccupancyPoint(span.begin(span.from()), 2.5, 7.5, 0, 0, 10, 4));
    return new OccupancyShape(String.valueOf(span.lot()), "hour", span.zone().getId(), points);
  }

  @Override
  public RevenueShape revenue(HistorySpan span, @Nullable String currency) {
    var points = List.of(new RevenuePoint(span.begin(span.from()), 1, 50));
    return new RevenueShape("hour", span.zone().getId(), "EUR", List.of("EUR"), points);
  }

  @Override
  public HeatmapShape heatmap(String lot, int weeks, ZoneId zone) {
    List<@Nullable Double> day = Collections.nCopies(24, null);
    return new HeatmapShape(lot, zone.getId(), List.of(day, Collections.nCopies(24, 0.5)));
  }
}
