package lotwatch.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import lotwatch.ledger.Configuration.DeclaredCamera;
import lotwatch.ledger.Configuration.DeclaredLot;
import org.jspecify.annotations.Nullable;

/** Whether a configuration can be applied, whatever the campus is now. */
final class ConfigurationCheck {
  private ConfigurationCheck() {}

  /** The first thing that is wrong; null if it can be applied. */
  static @Nullable String problem(Configuration content) {
    return first(
        limit("lots", content.lots().size(), LotCommand.LOTS_MAX),
        limit("cameras", content.cameras().size(), CameraCommand.CAMERAS_MAX),
        limit(
            "spots of all cameras",
            content.cameras().stream().mapToInt(camera -> camera.watches().size()).sum(),
            Configuration.WATCHES_MAX),
        limit(
            "corners of all spots",
            content.cameras().stream()
                .flatMap(camera -> camera.watches().stream())
                .mapToInt(watch -> watch.outline().size())
                .sum(),
            Configuration.CORNERS_MAX),
        lots(content),
        cameras(content));
  }

  private static @Nullable String first(@Nullable String... problems) {
    for (var problem : problems) {
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private static @Nullable String limit(String what, int count, int max) {
    return count <= max ? null : "%s are %d, the limit is %d".formatted(what, count, max);
  }

  private static @Nullable String lots(Configuration content) {
    Set<LotId> ids = new HashSet<>();
    var watched = content.watched();
    for (var lot : content.lots()) {
      if (!ids.add(lot.id())) {
        return "lot %s is there twice".formatted(lot.id());
      }
      var wrong = lot(lot, watched.get(lot.id()));
      if (wrong != null) {
        return wrong;
      }
    }
    for (var id : watched.keySet()) {
      if (!ids.contains(id)) {
        return "a camera watches lot %s, which is not among the lots".formatted(id);
      }
    }
    return null;
  }

  private static @Nullable String lot(DeclaredLot lot, @Nullable SequencedSet<SpotId> spots) {
    int watched = spots == null ? 0 : spots.size();
    if (lot.capacity() < 1 || lot.capacity() > LotCommand.CAPACITY_MAX) {
      return "capacity of lot %s is %d, the limits are 1 and %d"
          .formatted(lot.id(), lot.capacity(), LotCommand.CAPACITY_MAX);
    }
    int spotsMax = Math.min(lot.capacity(), LotCommand.SPOTS_MAX);
    if (watched > spotsMax) {
      return "watched spots of lot %s are %d, the limit is %d"
          .formatted(lot.id(), watched, spotsMax);
    }
    var occupied = lot.occupied();
    if (occupied != null && watched > 0) {
      return "lot %s has a first count, but cameras see what is occupied there".formatted(lot.id());
    }
    return occupied == null || (occupied >= 0 && occupied <= lot.capacity())
        ? null
        : "occupied of lot %s is %d, the limits are 0 and %d"
            .formatted(lot.id(), occupied, lot.capacity());
  }

  private static @Nullable String cameras(Configuration content) {
    Set<CameraId> ids = new HashSet<>();
    for (var camera : content.cameras()) {
      if (!ids.add(camera.id())) {
        return "camera %s is there twice".formatted(camera.id());
      }
      var wrong = camera(camera);
      if (wrong != null) {
        return wrong;
      }
    }
    return null;
  }

  private static @Nullable String camera(DeclaredCamera camera) {
    List<Watch> watches = camera.watches();
    if (watches.size() > CameraCommand.WATCHES_MAX) {
      return "camera %s watches %d spots, the limit is %d"
          .formatted(camera.id(), watches.size(), CameraCommand.WATCHES_MAX);
    }
    Set<SpotId> spots = new HashSet<>();
    for (var watch : watches) {
      if (!spots.add(watch.spot())) {
        return "camera %s watches spot %s twice".formatted(camera.id(), watch.spot());
      }
    }
    return null;
  }
}
