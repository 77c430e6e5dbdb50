package lotwatch.media.camera;

/** Too many images are being decoded already. Sent again a little later, the image may be taken. */
public final class BusyException extends Exception {
  private static final long serialVersionUID = 1;

  BusyException(String message) {
    super(message);
  }
}
