package lotwatch.ledger;

import java.util.Collection;

/** The cameras, as somebody sees them who places and removes all of them at once. */
interface Placeable {
  /** All cameras, by id. */
  Collection<CameraId> ids();

  /** Places or removes one. */
  Outcome obey(CameraCommand command);
}
