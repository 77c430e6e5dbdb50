package lotwatch.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened in a lot. */
public sealed interface LotChange extends Event.Change {
  /** The lot it happened in. */
  LotId lot();

  /** What happened in a lot that is open, with its tally after it. */
  sealed interface Tallied extends LotChange {
    /** The lot's tally afterwards. */
    Tally tally();
  }

  /** A lot was opened or changed. */
  record LotOpened(LotId lot, String name, Tally tally) implements Tallied {}

  /** A lot was closed. */
  record LotClosed(LotId lot) implements LotChange {}

  /**
   * A spot changed.
   *
   * @param confidence in the new state, 0..1; 0 for unknown
   * @param by the camera whose frame or silence decided it
   */
  record SpotChanged(
      LotId lot,
      SpotId spot,
      Occupancy from,
      Occupancy to,
      double confidence,
      @Nullable CameraId by,
      Tally tally)
      implements Tallied {}

  /**
   * Cars were counted.
   *
   * @param anomaly the count went below 0 or above the capacity: it was clamped or, if it was
   *     reported from afar, not believed
   */
  record Counted(LotId lot, boolean anomaly, Tally tally) implements Tallied {}

  /** A reservation is made for a plate. */
  record Reserved(LotId lot, Plate plate, Instant until, Tally tally) implements Tallied {}

  /** A reservation was cancelled. */
  record Cancelled(LotId lot, Plate plate, Tally tally) implements Tallied {}

  /**
   * A reservation was ended, because its lot closed or became too small for it.
   *
   * @param why what became of the lot
   */
  record ReservationEnded(LotId lot, Plate plate, EndReason why, Tally tally) implements Tallied {}

  /** Why a reservation was ended. */
  enum EndReason {
    /** The lot closed. */
    LOT_CLOSED,
    /** The lot has less capacity than reservations. */
    LOT_SHRUNK
  }

  /** A reservation ran out. */
  record Expired(LotId lot, Plate plate, Tally tally) implements Tallied {}
}
