package lotwatch.ledger;

import org.jspecify.annotations.Nullable;

/** What happened to a camera. */
public sealed interface CameraChange extends Event.Change {
  /** The camera it happened to. */
  CameraId camera();

  /** A camera was placed, or what it watches changed. */
  record CameraPlaced(CameraId camera, int watches) implements CameraChange {}

  /** A camera was taken away. */
  record CameraRemoved(CameraId camera) implements CameraChange {}

  /** A camera began or ceased to see. */
  record CameraChanged(CameraId camera, Visibility from, Visibility to) implements CameraChange {}

  /**
   * A camera's frames are looked at by another node.
   *
   * @param node null if there is none
   */
  record CameraAssigned(CameraId camera, @Nullable NodeId node) implements CameraChange {}
}
