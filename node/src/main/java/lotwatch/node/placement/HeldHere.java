package lotwatch.node.placement;

import java.util.Optional;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.EventLog;
import lotwatch.media.Cameras;
import lotwatch.media.camera.BadImage;
import lotwatch.media.camera.BusyException;
import lotwatch.wire.CameraFeed.Jpeg;
import lotwatch.wire.Frames;
import lotwatch.wire.Frames.Away;
import lotwatch.wire.Frames.Reason;
import lotwatch.wire.Frames.Rejected;
import lotwatch.wire.Frames.Taken;
import lotwatch.wire.HeldCameras;

/** The cameras that are assigned to this node. */
public final class HeldHere implements HeldCameras {
  private final Placement placement;
  private final EventLog eventLog;
  private final Cameras cameras;

  /** Those that the view says are assigned here, while the others can be told of it. */
  public HeldHere(Placement placement, EventLog eventLog, Cameras cameras) {
    this.placement = placement;
    this.eventLog = eventLog;
    this.cameras = cameras;
  }

  @Override
  public Optional<Jpeg> newest(CameraId camera) {
    return cameras
        .newestJpeg(camera.value())
        .map(frame -> new Jpeg(frame.number(), frame.at(), frame.jpeg()));
  }

  @Override
  public Frames.Answer take(CameraId camera, byte[] image) {
    if (placement.isLost()) {
      return new Away("this node has lost the others, and its cameras with them");
    }
    if (!isHeld(camera)) {
      return new Away("camera %s is not held by %s".formatted(camera, placement.self()));
    }
    try {
      // Asked again: whoever was held still in between has perhaps lost the camera.
      return cameras.offer(camera.value(), image) && isHeld(camera)
          ? new Taken(true)
          : new Away("camera %s is only being opened here".formatted(camera));
    } catch (BadImage e) {
      return rejection(e);
    } catch (BusyException e) {
      return new Away(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Away("this node stops");
    }
  }

  /** In this order: a node that is not lost, or no longer, knows its assignments. */
  private boolean isHeld(CameraId camera) {
    if (placement.isLost()) {
      return false;
    }
    var placed = eventLog.view().camera(camera);
    return placed != null && placement.self().equals(placed.holder());
  }

  static Rejected rejection(BadImage bad) {
    var reason =
        switch (bad.kind()) {
          case OTHER -> Reason.NO_PICTURE;
          case DAMAGED -> Reason.DAMAGED;
          case TOO_LARGE -> Reason.TOO_LARGE;
        };
    return new Rejected(reason, String.valueOf(bad.getMessage()));
  }
}
