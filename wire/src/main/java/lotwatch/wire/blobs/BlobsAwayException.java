package lotwatch.wire.blobs;

import java.io.IOException;

/** The store that keeps the blobs does not answer, or takes nothing; the message names it. */
public final class BlobsAwayException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message for people
   */
  public BlobsAwayException(String message, Throwable cause) {
    super(message, cause);
  }
}
