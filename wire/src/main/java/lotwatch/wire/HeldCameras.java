package lotwatch.wire;

import java.util.Optional;
import lotwatch.ledger.CameraId;

/** The cameras that one node holds, as the other nodes reach them. */
public interface HeldCameras {
  /** No camera at all. */
  HeldCameras NONE =
      new HeldCameras() {
        @Override
        public Optional<CameraFeed.Jpeg> newest(CameraId camera) {
          return Optional.empty();
        }

        @Override
        public Frames.Answer take(CameraId camera, byte[] image) {
          return new Frames.Away("this node is only starting");
        }
      };

  /** The newest frame of a camera; empty if it is not held here or has given none yet. */
  Optional<CameraFeed.Jpeg> newest(CameraId camera);

  /**
   * Takes a frame for a camera that is held here; it is never sent on.
   *
   * @param image a JPEG or PNG file
   * @return {@link Frames.Taken} only when the frame waits to be looked at
   */
  Frames.Answer take(CameraId camera, byte[] image);
}
