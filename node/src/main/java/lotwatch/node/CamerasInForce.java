package lotwatch.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.EventLog;
import lotwatch.media.camera.VideoSettings;
import lotwatch.node.placement.CameraPlan;
import org.jspecify.annotations.Nullable;

/**
 * How each camera is opened: as the revision in force says, or as this node's own configuration
 * does while there is none.
 */
final class CamerasInForce {
  private final EventLog eventLog;
  private final VideoSettings video;
  private volatile Cached cached;

  private record Cached(long revision, Map<CameraId, CameraPlan> cameras) {}

  /**
   * @param own the cameras of this node's own configuration
   */
  CamerasInForce(EventLog eventLog, VideoSettings video, List<CameraPlan> own) {
    this.eventLog = eventLog;
    this.video = video;
    cached = new Cached(0, byId(own));
  }

  /** All cameras, by id. */
  Map<CameraId, CameraPlan> all() {
    var inForce = eventLog.view().configuration();
    var now = cached;
    if (inForce.number() != now.revision) {
      now = new Cached(inForce.number(), byId(Declared.cameras(inForce.content(), video)));
      cached = now;
    }
    return now.cameras;
  }

  @Nullable CameraPlan one(CameraId camera) {
    return all().get(camera);
  }

  private static Map<CameraId, CameraPlan> byId(List<CameraPlan> cameras) {
    Map<CameraId, CameraPlan> byId = new HashMap<>();
    cameras.forEach(camera -> byId.put(new CameraId(camera.settings().id()), camera));
    return Map.copyOf(byId);
  }
}
