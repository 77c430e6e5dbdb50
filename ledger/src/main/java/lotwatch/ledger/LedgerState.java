package lotwatch.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a ledger knows, for snapshots: {@code Ledger.restore(ledger.save())} behaves like
 * {@code ledger} from then on.
 *
 * @param clock the ledger's time
 * @param sequence of the last event
 */
public record LedgerState(
    Instant clock,
    long sequence,
    Policy policy,
    List<LotState> lots,
    List<CameraState> cameras,
    List<RequestState> requests) {
  public LedgerState {
    lots = List.copyOf(lots);
    cameras = List.copyOf(cameras);
    requests = List.copyOf(requests);
  }

  /**
   * One lot.
   *
   * @param count cars counted; null until the first count
   */
  public record LotState(
      LotId id,
      String name,
      int capacity,
      @Nullable Integer count,
      long anomalies,
      List<SpotState> spots,
      List<ReservationState> reservations,
      Instant changedAt,
      long sequence) {
    public LotState {
      spots = List.copyOf(spots);
      reservations = List.copyOf(reservations);
    }
  }

  /**
   * One spot, with the evidence that is still too little to change it.
   *
   * @param smoothed probability of a vehicle, smoothed over frames
   * @param supportedAt when a frame last spoke for the state
   * @param leaning what the latest frames speak for; UNKNOWN if for the state itself
   * @param leaningSince when they began to
   * @param leaningFrames how many they are
   */
  public record SpotState(
      SpotId id,
      Occupancy state,
      Instant since,
      double smoothed,
      @Nullable Instant seenAt,
      @Nullable CameraId by,
      @Nullable Instant supportedAt,
      Occupancy leaning,
      @Nullable Instant leaningSince,
      int leaningFrames) {}

  /** One reservation. */
  public record ReservationState(Plate plate, Instant until) {}

  /**
   * One camera.
   *
   * @param seenAt when its newest frame was taken
   * @param blindSince when it began to send frames that show nothing
   */
  public record CameraState(
      CameraId id,
      View view,
      Instant since,
      @Nullable Instant heardAt,
      @Nullable Instant seenAt,
      @Nullable Instant blindSince,
      List<Watch> watches) {
    public CameraState {
      watches = List.copyOf(watches);
    }
  }

  /** One remembered request and its outcome. */
  public record RequestState(RequestId id, Instant at, Outcome outcome) {}
}
