package lotwatch.wire;

import java.time.Instant;
import java.util.Optional;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.View.CameraView;
import org.jspecify.annotations.Nullable;

/** What the cameras of this machine show and how they are. */
public interface CameraFeed {
  /** No camera at all. */
  CameraFeed NONE =
      new CameraFeed() {
        @Override
        public Optional<Jpeg> newest(CameraId camera) {
          return Optional.empty();
        }

        @Override
        public Optional<CameraHealth> health(CameraId camera) {
          return Optional.empty();
        }
      };

  /** The newest frame; empty if none has come yet. */
  Optional<Jpeg> newest(CameraId camera);

  /** The newest frame of a camera that another node holds, fetched from there; empty if none. */
  default Optional<Jpeg> elsewhere(CameraView camera) {
    return Optional.empty();
  }

  /** How its decoder is; empty if the camera is not decoded here. */
  Optional<CameraHealth> health(CameraId camera);

  /**
   * A frame as an image file.
   *
   * @param number 1, 2, 3 ... since the camera was started
   * @param takenAt by the clock of this machine
   * @param bytes JPEG; never changed
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Jpeg(long number, Instant takenAt, byte[] bytes) {}

  /**
   * How a decoder is.
   *
   * @param source where the images come from, without names and passwords
   * @param decoder what it is doing, in one word such as running, waiting or ended
   * @param reason why it is not running, or what is wrong with its frames, in a sentence
   * @param newestFrameAt when the newest frame was taken
   * @param framesDropped frames that newer ones overtook
   */
  record CameraHealth(
      String source,
      String decoder,
      @Nullable String reason,
      @Nullable Instant newestFrameAt,
      long framesDropped) {}
}
