package lotwatch.wire.json;

import java.time.Instant;
import java.util.List;
import lotwatch.ledger.View.SpotView;
import lotwatch.ledger.Watch;
import org.jspecify.annotations.Nullable;

/**
 * A spot in a camera's frame, in JSON.
 *
 * @param outline its corners, each x and y, 0..1 from the left and from the top of the frame
 * @param state free, occupied or unknown
 * @param since when it came into this state
 * @param confidence in the state, 0..1; 0 for unknown
 * @param seenAt when a camera last judged it
 */
public record WatchShape(
    String lot,
    String spot,
    List<List<Double>> outline,
    String state,
    Instant since,
    double confidence,
    @Nullable Instant seenAt) {

  /** What is watched, and what is known of it. */
  public static WatchShape of(Watch watch, SpotView spot) {
    return new WatchShape(
        watch.lot().value(),
        watch.spot().value(),
        watch.outline().stream()
            .map(corner -> List.of(fine(corner.x()), fine(corner.y())))
            .toList(),
        Words.of(spot.state()),
        spot.since(),
        Words.rounded(spot.confidence()),
        spot.seenAt());
  }

  /** To a hundredth of a pixel in a 1000 pixel frame. */
  private static double fine(double part) {
    return Math.rint(part * 100_000) / 100_000;
  }
}
