package lotwatch.node;

import static java.lang.System.Logger.Level.WARNING;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lotwatch.ledger.CameraCommand.PlaceCamera;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.Configuration;
import lotwatch.ledger.Configuration.DeclaredCamera;
import lotwatch.ledger.Configuration.DeclaredLot;
import lotwatch.ledger.LotCommand.SetCount;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Watch;
import lotwatch.media.Polygon;
import lotwatch.media.camera.CameraSettings;
import lotwatch.media.camera.CameraSettings.Pace;
import lotwatch.media.camera.CameraSettings.Playback;
import lotwatch.media.camera.KeptVideo;
import lotwatch.media.camera.Source;
import lotwatch.media.camera.VideoSettings;
import lotwatch.media.spots.Spot;
import lotwatch.node.config.CampusSettings;
import lotwatch.node.placement.CameraPlan;

/** The configuration in the words of the ledger and of media, one from the other. */
public final class Declared {
  private static final System.Logger LOG = System.getLogger("lotwatch.node");

  private Declared() {}

  /** What a plan and the rules beside it say. */
  public static Configuration of(SitePlan plan, CampusSettings campus) {
    Map<LotId, Integer> counts = new HashMap<>();
    for (SetCount count : plan.counts()) {
      counts.put(count.lot(), Math.toIntExact(count.occupied()));
    }
    Map<CameraId, List<Watch>> watches = new HashMap<>();
    for (PlaceCamera placed : plan.placements()) {
      watches.put(placed.camera(), placed.watches());
    }
    return new Configuration(
        campus.policy(),
        plan.lots().stream()
            .map(lot ->
                new DeclaredLot(lot.lot(), lot.name(), lot.capacity(), counts.get(lot.lot())))
            .toList(),
        plan.cameras().stream().map(camera -> camera(camera.settings(), watches)).toList(),
        campus.sessions());
  }

  private static DeclaredCamera camera(
      CameraSettings settings, Map<CameraId, List<Watch>> watches) {
    var id = new CameraId(settings.id());
    var options = settings.source().options();
    options.putAll(settings.kept().options());
    return new DeclaredCamera(
        id,
        settings.source().written(),
        settings.framesPerSecond(),
        settings.loop(),
        settings.pace() == Pace.FAST,
        options,
        watches.getOrDefault(id, List.of()));
  }

  /** The cameras of a configuration; one that this program cannot read is left out with a word. */
  static List<CameraPlan> cameras(Configuration content, VideoSettings video) {
    var cameras = new ArrayList<CameraPlan>();
    for (var camera : content.cameras()) {
      try {
        cameras.add(new CameraPlan(settings(camera, video), spots(camera)));
      } catch (IllegalArgumentException e) {
        LOG.log(WARNING, "camera {0} of the configuration cannot be opened here", camera.id());
      }
    }
    return cameras;
  }

  private static CameraSettings settings(DeclaredCamera camera, VideoSettings video) {
    return new CameraSettings(
        camera.id().value(),
        Source.parse(camera.source()).with(camera.options()),
        new Playback(camera.fps(), camera.loop(), camera.fast() ? Pace.FAST : Pace.OWN),
        video.widthMax(),
        video.limits(),
        KeptVideo.of(camera.options()));
  }

  private static List<Spot> spots(DeclaredCamera camera) {
    return camera.watches().stream()
        .map(watch ->
            new Spot(
                watch.spot().value(),
                Optional.of(watch.lot().value()),
                new Polygon(
                    watch.outline().stream()
                        .map(corner -> new Polygon.Point(corner.x(), corner.y()))
                        .toList())))
        .toList();
  }
}
