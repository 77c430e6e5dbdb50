package lotwatch.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The spots of the open lots, as somebody sees them who looks at them. */
interface Spots {
  /** Whether the lot is open. */
  boolean hasLot(LotId lot);

  /** Whether the lot is open and has the spot. */
  boolean has(LotId lot, SpotId spot);

  /**
   * A frame was looked at; nothing if the spot is gone.
   *
   * @param occupied the probability that a vehicle stands there; null if the frame did not tell
   */
  void see(Watch watch, CameraId by, Instant seenAt, @Nullable Double occupied);

  /** Nobody sees the spot any more, so it is unknown; nothing if it is gone. */
  void loseSight(Watch watch, CameraId by);
}
