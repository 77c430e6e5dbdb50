package lotwatch.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which cameras watch each spot. */
final class Watchers {
  private final Map<Watched, Set<CameraId>> cameras = new HashMap<>();

  private record Watched(LotId lot, SpotId spot) {
    static Watched of(Watch watch) {
      return new Watched(watch.lot(), watch.spot());
    }
  }

  void add(Watch watch, CameraId camera) {
    cameras.computeIfAbsent(Watched.of(watch), _ -> new TreeSet<>()).add(camera);
  }

  void remove(Watch watch, CameraId camera) {
    cameras.computeIfPresent(
        Watched.of(watch), (_, left) -> left.remove(camera) && left.isEmpty() ? null : left);
  }

  /** The cameras that watch the same spot, by id. */
  Set<CameraId> of(Watch watch) {
    return cameras.getOrDefault(Watched.of(watch), Set.of());
  }
}
