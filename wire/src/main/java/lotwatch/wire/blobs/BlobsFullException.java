package lotwatch.wire.blobs;

import java.io.IOException;

/** There is no space for a blob; the message names the limit and says what to do. */
public final class BlobsFullException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message for people
   */
  public BlobsFullException(String message) {
    super(message);
  }
}
