package lotwatch.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is saved of one lot.
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
    long sequence)
    implements LedgerState.Part {
  public LotState {
    spots = List.copyOf(spots);
    reservations = List.copyOf(reservations);
  }

  @Override
  public int version() {
    return reservations.stream()
        .mapToInt(held -> held.plate().versionWith(held.match()))
        .max()
        .orElse(Versions.FIRST);
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

  /**
   * One reservation.
   *
   * @param match as in {@link LotCommand.Reserve}
   */
  public record ReservationState(Plate plate, Plate match, Instant until) {}
}
