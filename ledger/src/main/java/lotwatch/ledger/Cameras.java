package lotwatch.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import lotwatch.ledger.CameraChange.CameraAssigned;
import lotwatch.ledger.CameraChange.CameraChanged;
import lotwatch.ledger.CameraChange.CameraPlaced;
import lotwatch.ledger.CameraChange.CameraRemoved;
import lotwatch.ledger.CameraCommand.Observe;
import lotwatch.ledger.CameraCommand.PlaceCamera;
import lotwatch.ledger.CameraCommand.RemoveCamera;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.View.CameraView;
import org.jspecify.annotations.Nullable;

/** The cameras: what each of them watches, whether it sees, and which node it is assigned to. */
final class Cameras implements Aggregate, Assignable, Placeable {
  private final Context context;
  private final Spots spots;
  private final Map<CameraId, Camera> cameras = new TreeMap<>();
  private final Watchers watchers = new Watchers();
  private final ViewMap<CameraId, CameraView> view = new ViewMap<>();

  /** A camera has sent nothing for too long. */
  record Silence(Instant at, CameraId camera) implements Deadline {
    @Override
    public String key() {
      return "silence " + camera.value();
    }
  }

  Cameras(Context context, Spots spots) {
    this.context = context;
    this.spots = spots;
  }

  @Override
  public Outcome obey(CameraCommand command) {
    return switch (command) {
      case PlaceCamera place -> place(place);
      case RemoveCamera remove -> remove(remove);
      case Observe observe -> observe(observe);
    };
  }

  private Outcome place(PlaceCamera place) {
    var rejected = check(place);
    if (rejected != null) {
      return rejected;
    }
    var before = cameras.get(place.camera());
    if (before == null) {
      adopt(new Camera(place.camera(), place.watches(), context.now()));
    } else if (before.watches.equals(place.watches())) {
      return new Accepted();
    } else {
      rewatch(before, place.watches());
    }
    context.emit(new CameraPlaced(place.camera(), place.watches().size()));
    return new Accepted();
  }

  private @Nullable Rejected check(PlaceCamera place) {
    if (place.watches().size() > CameraCommand.WATCHES_MAX) {
      return new Rejected(
          Reason.LIMIT,
          "camera %s watches %d spots, the limit is %d"
              .formatted(place.camera(), place.watches().size(), CameraCommand.WATCHES_MAX));
    }
    if (!cameras.containsKey(place.camera()) && cameras.size() >= CameraCommand.CAMERAS_MAX) {
      return new Rejected(
          Reason.LIMIT, "cameras are %d, which is the limit".formatted(CameraCommand.CAMERAS_MAX));
    }
    var seen = new HashSet<SpotId>();
    for (var watch : place.watches()) {
      if (!spots.hasLot(watch.lot())) {
        return new Rejected(Reason.UNKNOWN_LOT, "there is no lot %s".formatted(watch.lot()));
      }
      if (!spots.has(watch.lot(), watch.spot())) {
        return new Rejected(
            Reason.UNKNOWN_SPOT, "lot %s has no spot %s".formatted(watch.lot(), watch.spot()));
      }
      if (!seen.add(watch.spot())) {
        return new Rejected(
            Reason.LIMIT,
            "camera %s watches spot %s twice".formatted(place.camera(), watch.spot()));
      }
    }
    return null;
  }

  private Outcome remove(RemoveCamera remove) {
    var camera = cameras.get(remove.camera());
    if (camera == null) {
      return unknown(remove.camera());
    }
    unschedule(camera, context.policy());
    rewatch(camera, List.of());
    cameras.remove(camera.id);
    context.emit(new CameraRemoved(camera.id));
    return new Accepted();
  }

  private Outcome observe(Observe observe) {
    var camera = cameras.get(observe.camera());
    if (camera == null) {
      return unknown(observe.camera());
    }
    var policy = context.policy();
    if (camera.isStale(observe.seenAt(), policy)) {
      return new Rejected(
          Reason.STALE, "camera %s has already shown a newer frame".formatted(camera.id));
    }
    unschedule(camera, policy);
    turn(camera, camera.receive(observe.seenAt(), observe.visibility(), context.now(), policy));
    schedule(camera);
    view.touch(camera.id);
    if (observe.visibility() == Visibility.CLEAR) {
      judge(camera, observe);
    }
    return new Accepted();
  }

  private void judge(Camera camera, Observe observe) {
    Map<SpotId, Double> seen = HashMap.newHashMap(observe.sightings().size());
    observe.sightings().forEach(sighting -> seen.put(sighting.spot(), sighting.occupied()));
    for (var watch : camera.watches) {
      spots.see(watch, camera.id, observe.seenAt(), seen.get(watch.spot()));
    }
  }

  private static Rejected unknown(CameraId camera) {
    return new Rejected(Reason.UNKNOWN_CAMERA, "there is no camera %s".formatted(camera));
  }

  /** Takes a saved camera in. */
  void adopt(CameraState saved) {
    adopt(new Camera(saved));
  }

  private void adopt(Camera camera) {
    cameras.put(camera.id, camera);
    camera.watches.forEach(watch -> watchers.add(watch, camera.id));
    schedule(camera);
    view.touch(camera.id);
  }

  private void rewatch(Camera camera, List<Watch> watches) {
    var before = camera.watches;
    before.forEach(watch -> watchers.remove(watch, camera.id));
    camera.watches = watches;
    watches.forEach(watch -> watchers.add(watch, camera.id));
    before.forEach(watch -> loseSight(watch, camera.id));
    view.touch(camera.id);
  }

  /** Drops the watches whose spots are gone. */
  void forgetLostWatches() {
    for (var camera : cameras.values()) {
      var left =
          camera.watches.stream().filter(watch -> spots.has(watch.lot(), watch.spot())).toList();
      if (left.size() < camera.watches.size()) {
        rewatch(camera, left);
        context.emit(new CameraPlaced(camera.id, left.size()));
      }
    }
  }

  void fallSilent(CameraId id) {
    var camera = cameras.get(id);
    if (camera != null) {
      turn(camera, Visibility.SILENT);
      view.touch(id);
    }
  }

  private void turn(Camera camera, Visibility to) {
    var from = camera.visibility();
    if (from == to) {
      return;
    }
    camera.become(to, context.now());
    context.emit(new CameraChanged(camera.id, from, to));
    if (to != Visibility.CLEAR) {
      camera.watches.forEach(watch -> loseSight(watch, camera.id));
    }
  }

  /**
   * A spot that no camera sees any more is unknown, and what one frame hinted at is worth nothing.
   */
  private void loseSight(Watch watch, CameraId by) {
    if (watchers.of(watch).stream().noneMatch(this::sees)) {
      spots.loseSight(watch, by);
    }
  }

  private boolean sees(CameraId id) {
    var camera = cameras.get(id);
    return camera != null && camera.visibility() == Visibility.CLEAR;
  }

  /** Waits for silence by the rules in force instead of those before them. */
  void reschedule(Policy before) {
    for (var camera : cameras.values()) {
      unschedule(camera, before);
      schedule(camera);
    }
  }

  private void schedule(Camera camera) {
    if (camera.visibility() != Visibility.SILENT) {
      context.schedule(new Silence(camera.silentAt(context.policy()), camera.id));
    }
  }

  private void unschedule(Camera camera, Policy policy) {
    context.unschedule(new Silence(camera.silentAt(policy), camera.id));
  }

  @Override
  public Collection<CameraId> ids() {
    return List.copyOf(cameras.keySet());
  }

  @Override
  public @Nullable NodeId holder(CameraId id) {
    var camera = cameras.get(id);
    return camera == null ? null : camera.holder();
  }

  @Override
  public void assign(CameraId id, @Nullable NodeId node) {
    var camera = cameras.get(id);
    if (camera != null) {
      camera.holdBy(node);
      view.touch(id);
      context.emit(new CameraAssigned(id, node));
    }
  }

  @Override
  public Stream<CameraState> save() {
    return cameras.values().stream().map(Camera::save);
  }

  @Override
  public void draw() {
    view.draw(this::look);
  }

  private @Nullable CameraView look(CameraId id) {
    var camera = cameras.get(id);
    return camera == null ? null : camera.view();
  }

  ViewMap<CameraId, CameraView> view() {
    return view;
  }
}
