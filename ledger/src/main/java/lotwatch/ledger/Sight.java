package lotwatch.ledger;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import lotwatch.ledger.Command.Observe;
import lotwatch.ledger.Command.PlaceCamera;
import lotwatch.ledger.Command.RemoveCamera;
import lotwatch.ledger.Deadlines.Deadline.Silence;
import lotwatch.ledger.Event.CameraChanged;
import lotwatch.ledger.Event.CameraPlaced;
import lotwatch.ledger.Event.CameraRemoved;
import lotwatch.ledger.Event.SpotChanged;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Refused;
import org.jspecify.annotations.Nullable;

/** The commands about cameras and what they see. */
final class Sight {
  private final Ledger ledger;

  Sight(Ledger ledger) {
    this.ledger = ledger;
  }

  Outcome place(PlaceCamera place) {
    var refused = check(place);
    if (refused != null) {
      return refused;
    }
    var before = ledger.cameras.get(place.camera());
    if (before == null) {
      adopt(new Camera(place.camera(), place.watches(), ledger.clock()));
    } else if (before.watches.equals(place.watches())) {
      return new Accepted();
    } else {
      rewatch(before, place.watches());
    }
    ledger.happen(new CameraPlaced(place.camera(), place.watches().size()));
    if (before == null) {
      ledger.shareCameras();
    }
    return new Accepted();
  }

  private @Nullable Refused check(PlaceCamera place) {
    if (place.watches().size() > Limits.WATCHES_MAX) {
      return new Refused(
          Reason.LIMIT,
          "camera %s watches %d spots, the limit is %d"
              .formatted(place.camera(), place.watches().size(), Limits.WATCHES_MAX));
    }
    if (!ledger.cameras.containsKey(place.camera())
        && ledger.cameras.size() >= Limits.CAMERAS_MAX) {
      return new Refused(
          Reason.LIMIT, "cameras are %d, which is the limit".formatted(Limits.CAMERAS_MAX));
    }
    var seen = new HashSet<SpotId>();
    for (var watch : place.watches()) {
      var lot = ledger.lots.get(watch.lot());
      if (lot == null) {
        return new Refused(Reason.UNKNOWN_LOT, "there is no lot %s".formatted(watch.lot()));
      }
      if (lot.spot(watch.spot()) == null) {
        return new Refused(
            Reason.UNKNOWN_SPOT, "lot %s has no spot %s".formatted(watch.lot(), watch.spot()));
      }
      if (!seen.add(watch.spot())) {
        return new Refused(
            Reason.LIMIT,
            "camera %s watches spot %s twice".formatted(place.camera(), watch.spot()));
      }
    }
    return null;
  }

  /** Takes a camera in, new or saved. */
  void adopt(Camera camera) {
    ledger.cameras.put(camera.id, camera);
    camera.watches.forEach(watch -> watchers(watch, camera.id, true));
    schedule(camera);
    ledger.touch(camera.id);
  }

  private void rewatch(Camera camera, List<Watch> watches) {
    var before = camera.watches;
    before.forEach(watch -> watchers(watch, camera.id, false));
    camera.watches = watches;
    watches.forEach(watch -> watchers(watch, camera.id, true));
    before.forEach(watch -> loseSight(watch, camera.id));
    ledger.touch(camera.id);
  }

  private void watchers(Watch watch, CameraId camera, boolean watches) {
    var spot = spot(watch);
    if (spot != null) {
      var _ = watches ? spot.watchers.add(camera) : spot.watchers.remove(camera);
    }
  }

  /** Drops the watches whose spots are gone. */
  void forgetLostWatches() {
    for (var camera : ledger.cameras.values()) {
      var left = camera.watches.stream().filter(watch -> spot(watch) != null).toList();
      if (left.size() < camera.watches.size()) {
        rewatch(camera, left);
        ledger.happen(new CameraPlaced(camera.id, left.size()));
      }
    }
  }

  Outcome remove(RemoveCamera remove) {
    var camera = ledger.cameras.get(remove.camera());
    if (camera == null) {
      return new Refused(Reason.UNKNOWN_CAMERA, "there is no camera %s".formatted(remove.camera()));
    }
    unschedule(camera);
    rewatch(camera, List.of());
    ledger.cameras.remove(camera.id);
    ledger.happen(new CameraRemoved(camera.id));
    ledger.shareCameras();
    return new Accepted();
  }

  Outcome observe(Observe observe) {
    var camera = ledger.cameras.get(observe.camera());
    if (camera == null) {
      return new Refused(
          Reason.UNKNOWN_CAMERA, "there is no camera %s".formatted(observe.camera()));
    }
    if (camera.isStale(observe.seenAt(), ledger.policy())) {
      return new Refused(
          Reason.STALE, "camera %s has already shown a newer frame".formatted(camera.id));
    }
    unschedule(camera);
    turn(camera, camera.hear(observe.seenAt(), observe.view(), ledger.clock(), ledger.policy()));
    schedule(camera);
    ledger.touch(camera.id);
    if (observe.view() == View.CLEAR) {
      judge(camera, observe);
    }
    return new Accepted();
  }

  private void judge(Camera camera, Observe observe) {
    Map<SpotId, Double> seen = HashMap.newHashMap(observe.sightings().size());
    observe.sightings().forEach(sighting -> seen.put(sighting.spot(), sighting.occupied()));
    for (var watch : camera.watches) {
      var lot = ledger.lots.get(watch.lot());
      var spot = spot(watch);
      if (lot != null && spot != null) {
        var probability = seen.get(watch.spot());
        var to =
            probability == null
                ? spot.afterDoubt(observe.seenAt(), ledger.policy())
                : spot.see(probability, observe.seenAt(), camera.id, ledger.policy());
        lot.redraw();
        ledger.touch(lot.id);
        turn(lot, spot, to, camera.id);
      }
    }
  }

  void fallSilent(CameraId id) {
    var camera = ledger.cameras.get(id);
    if (camera != null) {
      turn(camera, View.SILENT);
      ledger.touch(id);
    }
  }

  private void turn(Camera camera, View to) {
    var from = camera.view();
    if (from == to) {
      return;
    }
    camera.become(to, ledger.clock());
    ledger.happen(new CameraChanged(camera.id, from, to));
    if (to != View.CLEAR) {
      camera.watches.forEach(watch -> loseSight(watch, camera.id));
    }
  }

  /**
   * A spot that no camera sees any more is unknown, and what one frame hinted at is worth nothing.
   */
  private void loseSight(Watch watch, CameraId by) {
    var lot = ledger.lots.get(watch.lot());
    var spot = spot(watch);
    if (lot != null && spot != null && spot.watchers.stream().noneMatch(this::sees)) {
      spot.leanBack();
      turn(lot, spot, Occupancy.UNKNOWN, by);
    }
  }

  private boolean sees(CameraId id) {
    var camera = ledger.cameras.get(id);
    return camera != null && camera.view() == View.CLEAR;
  }

  private void turn(Lot lot, Spot spot, Occupancy to, CameraId by) {
    var from = spot.state();
    if (from != to) {
      lot.become(spot, to, ledger.clock());
      ledger.happen(new SpotChanged(lot.id, spot.id, from, to, spot.confidence(), by, lot.tally()));
    }
  }

  private @Nullable Spot spot(Watch watch) {
    var lot = ledger.lots.get(watch.lot());
    return lot == null ? null : lot.spot(watch.spot());
  }

  void schedule(Camera camera) {
    if (camera.view() != View.SILENT) {
      ledger.deadlines.add(new Silence(camera.silentAt(ledger.policy()), camera.id));
    }
  }

  void unschedule(Camera camera) {
    ledger.deadlines.remove(new Silence(camera.silentAt(ledger.policy()), camera.id));
  }
}
