package lotwatch.media.camera;

import java.io.IOException;

/** A camera, or the program that decodes it, gives no images. The message is for the operator. */
public final class CameraException extends IOException {
  private final boolean worthRetrying;

  /** What is wrong, and whether trying again may help. */
  public CameraException(String message, boolean worthRetrying) {
    super(message);
    this.worthRetrying = worthRetrying;
  }

  CameraException(String message, boolean worthRetrying, Throwable cause) {
    super(message, cause);
    this.worthRetrying = worthRetrying;
  }

  /** Whether the same thing may work later without anybody changing anything. */
  public boolean worthRetrying() {
    return worthRetrying;
  }
}
