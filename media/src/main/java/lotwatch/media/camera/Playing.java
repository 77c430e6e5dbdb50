package lotwatch.media.camera;

/** A camera that was added: it has a state until it is closed. */
public sealed interface Playing extends AutoCloseable permits Camera, SentCamera {
  /** As configured. */
  CameraSettings settings();

  /** How it does now. */
  CameraState state();

  /** Stops it; returns when nothing of it is left. */
  @Override
  void close();
}
