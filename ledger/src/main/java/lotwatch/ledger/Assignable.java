package lotwatch.ledger;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The cameras, as somebody sees them who assigns them to nodes. */
interface Assignable {
  /** All cameras, by id. */
  Collection<CameraId> ids();

  /** The node that a camera is assigned to; null if there is none, or no such camera. */
  @Nullable NodeId holder(CameraId camera);

  /** Assigns a camera to a node, or to none. */
  void assign(CameraId camera, @Nullable NodeId node);
}
