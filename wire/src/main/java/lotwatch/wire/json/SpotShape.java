package lotwatch.wire.json;

import java.time.Instant;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.View.SpotView;
import org.jspecify.annotations.Nullable;

/**
 * A spot in JSON.
 *
 * @param state free, occupied or unknown
 * @param since when it came into this state
 * @param confidence in the state, 0..1; 0 for unknown
 * @param seenAt when a camera last judged it
 * @param camera the camera that last judged it
 */
public record SpotShape(
    String id,
    String state,
    Instant since,
    double confidence,
    @Nullable Instant seenAt,
    @Nullable String camera) {
  /** A spot of the view. */
  public static SpotShape of(SpotView spot) {
    CameraId by = spot.by();
    return new SpotShape(
        spot.id().value(),
        Words.of(spot.state()),
        spot.since(),
        Words.rounded(spot.confidence()),
        spot.seenAt(),
        by == null ? null : by.value());
  }
}
