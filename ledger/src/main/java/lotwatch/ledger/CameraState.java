package lotwatch.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is saved of one camera.
 *
 * @param seenAt when its newest frame was taken
 * @param blindSince when it began to send frames that show nothing
 * @param holder the node that looks at its frames
 */
public record CameraState(
    CameraId id,
    Visibility visibility,
    Instant since,
    @Nullable Instant heardAt,
    @Nullable Instant seenAt,
    @Nullable Instant blindSince,
    @Nullable NodeId holder,
    List<Watch> watches)
    implements LedgerState.Part {
  public CameraState {
    watches = List.copyOf(watches);
  }

  @Override
  public int version() {
    return visibility.version();
  }
}
