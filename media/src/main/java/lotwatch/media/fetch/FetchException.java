package lotwatch.media.fetch;

import java.io.IOException;

/** A camera does not answer as it should. The message is for the operator. */
public final class FetchException extends IOException {
  /** What is wrong and what to do; without what the camera itself says. */
  public FetchException(String message) {
    super(message);
  }

  FetchException(String message, Throwable cause) {
    super(message, cause);
  }
}
