package lotwatch.node.placement;

import java.util.List;
import lotwatch.media.camera.CameraSettings;
import lotwatch.media.spots.Spot;

/** How one camera is opened, and the spots that it watches; each spot names its lot. */
public record CameraPlan(CameraSettings settings, List<Spot> spots) {
  public CameraPlan {
    spots = List.copyOf(spots);
  }
}
