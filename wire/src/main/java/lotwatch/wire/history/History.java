package lotwatch.wire.history;

import java.time.ZoneId;
import java.util.Optional;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.history.HistoryShapes.AuditRow;
import lotwatch.wire.history.HistoryShapes.HeatmapShape;
import lotwatch.wire.history.HistoryShapes.OccupancyShape;
import lotwatch.wire.history.HistoryShapes.ReservationRow;
import lotwatch.wire.history.HistoryShapes.RevenueShape;
import lotwatch.wire.history.HistoryShapes.SpotRow;
import lotwatch.wire.history.HistoryShapes.StayRow;
import lotwatch.wire.history.HistoryShapes.Timeline;
import lotwatch.wire.json.PageShape;
import lotwatch.wire.json.SessionShape;
import org.jspecify.annotations.Nullable;

/**
 * What happened, as far back as it is kept. It may be a moment behind the ledger. Every method
 * throws {@link UnavailableException} when its database does not answer.
 */
public interface History {
  /** Weeks in one heat map. */
  int WEEKS_MAX = 52;

  /** Sessions, by their beginning. */
  PageShape<SessionShape> sessions(HistoryFilter filter) throws UnavailableException;

  /** One session; empty if there is none of this id. */
  Optional<Timeline> session(String id) throws UnavailableException;

  /** What happened to reservations. */
  PageShape<ReservationRow> reservations(HistoryFilter filter) throws UnavailableException;

  /** What happened to spots. */
  PageShape<SpotRow> spots(HistoryFilter filter) throws UnavailableException;

  /** Stays on spots, by their beginning. */
  PageShape<StayRow> stays(HistoryFilter filter) throws UnavailableException;

  /** What was asked of the nodes. */
  PageShape<AuditRow> audit(HistoryFilter filter) throws UnavailableException;

  /**
   * How a lot was taken.
   *
   * @param span names a lot
   */
  OccupancyShape occupancy(HistorySpan span) throws UnavailableException;

  /**
   * What sessions cost that ended.
   *
   * @param currency null for that of the newest of them
   */
  RevenueShape revenue(HistorySpan span, @Nullable String currency) throws UnavailableException;

  /** When a lot was full in the course of the last weeks. */
  HeatmapShape heatmap(String lot, int weeks, ZoneId zone) throws UnavailableException;
}
