package lotwatch.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened.
 *
 * @param sequence 1, 2, 3 ...: never repeats, never skips; a feed resumes from this number
 * @param at the ledger's time
 */
public record Event(long sequence, Instant at, Change change) {

  /** What happened. */
  public sealed interface Change {}

  /** What happened in a lot, with its places after it. */
  public sealed interface LotChange extends Change {
    LotId lot();

    Tally tally();
  }

  /** A lot was opened or changed. */
  public record LotOpened(LotId lot, String name, Tally tally) implements LotChange {}

  /** A lot was closed. */
  public record LotClosed(LotId lot) implements Change {}

  /**
   * A spot changed.
   *
   * @param confidence in the new state, 0..1; 0 for unknown
   * @param by the camera whose frame or silence decided it
   */
  public record SpotChanged(
      LotId lot,
      SpotId spot,
      Occupancy from,
      Occupancy to,
      double confidence,
      @Nullable CameraId by,
      Tally tally)
      implements LotChange {}

  /**
   * Cars were counted.
   *
   * @param anomaly the count went below 0 or above the capacity and was clamped
   */
  public record Counted(LotId lot, boolean anomaly, Tally tally) implements LotChange {}

  /** A place is held for a plate. */
  public record Reserved(LotId lot, Plate plate, Instant until, Tally tally) implements LotChange {}

  /** A held place was given back. */
  public record Cancelled(LotId lot, Plate plate, Tally tally) implements LotChange {}

  /** A reservation ran out. */
  public record Expired(LotId lot, Plate plate, Tally tally) implements LotChange {}

  /** A camera was placed, or what it watches changed. */
  public record CameraPlaced(CameraId camera, int watches) implements Change {}

  /** A camera was taken away. */
  public record CameraRemoved(CameraId camera) implements Change {}

  /** A camera began or ceased to see. */
  public record CameraChanged(CameraId camera, View from, View to) implements Change {}

  /** A node came. */
  public record NodeJoined(NodeId node) implements Change {}

  /** A node left, or was not heard for {@link Limits#ATTENDANCE}. */
  public record NodeLost(NodeId node) implements Change {}

  /**
   * A camera's pictures are looked at by another node.
   *
   * @param node null if there is none
   */
  public record CameraHeld(CameraId camera, @Nullable NodeId node) implements Change {}

  /** Somebody reported how many spaces are available somewhere. */
  public record SpacesReported(String reporter, String location, int available) implements Change {}

  /** The rules changed. */
  public record PolicyAdopted(Policy policy) implements Change {}
}
