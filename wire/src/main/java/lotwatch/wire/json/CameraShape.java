package lotwatch.wire.json;

import java.time.Instant;
import java.util.List;
import lotwatch.ledger.View.CameraView;
import org.jspecify.annotations.Nullable;

/**
 * A camera in JSON, as the ledger knows it.
 *
 * @param view starting, clear, black, covered, damaged, frozen or silent
 * @param since when its view came to be so
 * @param heardAt when its last observation was applied
 * @param holder the node that looks at its frames; null if there is none
 * @param spots how many spots it watches
 * @param lots the lots those are in
 */
public record CameraShape(
    String id,
    String view,
    Instant since,
    @Nullable Instant heardAt,
    @Nullable String holder,
    int spots,
    List<String> lots) {
  public CameraShape {
    lots = List.copyOf(lots);
  }

  /** A camera of the view. */
  public static CameraShape of(CameraView camera) {
    return new CameraShape(
        camera.id().value(),
        Words.of(camera.visibility()),
        camera.since(),
        camera.heardAt(),
        camera.holder() == null ? null : camera.holder().value(),
        camera.watches().size(),
        camera.watches().stream().map(watch -> watch.lot().value()).distinct().toList());
  }
}
