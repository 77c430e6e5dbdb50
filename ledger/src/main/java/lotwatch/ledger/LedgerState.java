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
 * @param version the newest version of which commands may be applied
 */
public record LedgerState(
    Instant clock,
    long sequence,
    Policy policy,
    List<LotState> lots,
    List<CameraState> cameras,
    List<NodeState> nodes,
    List<ReportState> reports,
    List<ServiceState> services,
    List<RequestState> requests,
    int version) {
  public LedgerState {
    nodes = List.copyOf(nodes);
    reports = List.copyOf(reports);
    services = List.copyOf(services);
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
   * @param holder the node that looks at its pictures
   */
  public record CameraState(
      CameraId id,
      View view,
      Instant since,
      @Nullable Instant heardAt,
      @Nullable Instant seenAt,
      @Nullable Instant blindSince,
      @Nullable NodeId holder,
      List<Watch> watches) {
    public CameraState {
      watches = List.copyOf(watches);
    }
  }

  /**
   * One node that is there.
   *
   * @param page where its page is
   * @param address where the other nodes reach it
   * @param since when it came
   * @param heardAt when it last said that it is there
   * @param behind how many events it had not yet applied then
   * @param crew how its workers did then
   */
  public record NodeState(
      NodeId id,
      String page,
      String address,
      Instant since,
      Instant heardAt,
      long behind,
      Crew crew) {}

  /** The newest report of one reporter. */
  public record ReportState(String reporter, String location, int available, Instant reportedAt) {}

  /** When a service was last heard, and what it said. */
  public record ServiceState(String service, String status, Instant heardAt) {}

  /** One remembered request and its outcome. */
  public record RequestState(RequestId id, Instant at, Outcome outcome) {}
}
