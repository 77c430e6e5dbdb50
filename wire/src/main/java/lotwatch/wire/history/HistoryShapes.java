package lotwatch.wire.history;

import java.time.Instant;
import java.util.List;
import lotwatch.wire.json.SessionShape;
import org.jspecify.annotations.Nullable;

/** What the history answers, in JSON. */
public final class HistoryShapes {
  private HistoryShapes() {}

  /**
   * A session and how it came about.
   *
   * @param lot the lot of its location
   * @param revisions the first one first
   */
  public record Timeline(SessionShape session, String lot, List<Revision> revisions) {
    public Timeline {
      revisions = List.copyOf(revisions);
    }
  }

  /**
   * A session at one revision.
   *
   * @param at when it came to be, by the ledger's time
   * @param start when the session began, as far as that was known
   * @param last the last sighting
   * @param cost in minor units
   */
  public record Revision(
      int revision,
      Instant at,
      String state,
      Instant start,
      Instant last,
      long seconds,
      long cost) {}

  /**
   * What happened to a reservation.
   *
   * @param kind made, cancelled, expired or ended
   * @param plate masked
   * @param until when it would have expired; of one that is made
   * @param reason why it was ended
   */
  public record ReservationRow(
      long sequence,
      Instant at,
      String lot,
      String kind,
      String plate,
      @Nullable Instant until,
      @Nullable String reason) {}

  /**
   * A spot changed.
   *
   * @param confidence in the new state, 0..1
   * @param camera that decided it
   */
  public record SpotRow(
      long sequence,
      Instant at,
      String lot,
      String spot,
      String from,
      String to,
      double confidence,
      @Nullable String camera) {}

  /**
   * A stay that a camera saw on a spot: nobody knows whose, and nobody pays.
   *
   * @param end null while it lasts
   * @param seconds until its end; null while it lasts
   * @param ended what the spot was then: free, unknown, or closed with its lot
   * @param billed never
   */
  public record StayRow(
      String lot,
      String spot,
      Instant start,
      @Nullable Instant end,
      @Nullable Long seconds,
      @Nullable String ended,
      boolean billed) {}

  /** What somebody asked for, and what became of it. */
  public record AuditRow(
      Instant at,
      String node,
      String principal,
      String protocol,
      String address,
      String action,
      String object,
      String outcome) {}

  /**
   * How a lot was taken.
   *
   * @param by hour or day
   * @param zone whose hours and days these are
   * @param points those of which something is known
   */
  public record OccupancyShape(String lot, String by, String zone, List<OccupancyPoint> points) {
    public OccupancyShape {
      points = List.copyOf(points);
    }
  }

  /**
   * Means over an hour or day, each state weighted by how long it lasted.
   *
   * @param at when it began
   * @param peak the most that was occupied
   */
  public record OccupancyPoint(
      Instant at,
      double occupied,
      double free,
      double reserved,
      double unknown,
      double capacity,
      int peak) {}

  /**
   * What sessions cost that ended.
   *
   * @param currency of the points
   * @param currencies all that there were in this time
   * @param points the hours and days in which any ended
   */
  public record RevenueShape(
      String by, String zone, String currency, List<String> currencies, List<RevenuePoint> points) {
    public RevenueShape {
      currencies = List.copyOf(currencies);
      points = List.copyOf(points);
    }
  }

  /**
   * What ended in an hour or day.
   *
   * @param at when it began
   * @param minor the sum, in minor units
   */
  public record RevenuePoint(Instant at, long sessions, long minor) {}

  /**
   * When a lot is full in the course of a week.
   *
   * @param cells for each day from Monday to Sunday 24 hours: the mean share of the capacity that
   *     was occupied, 0..1; null where nothing is known
   */
  public record HeatmapShape(String lot, String zone, List<List<@Nullable Double>> cells) {}
}
