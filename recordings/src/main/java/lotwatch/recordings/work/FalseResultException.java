package lotwatch.recordings.work;

import java.io.IOException;

/** What somebody made is not what they said it is; this is held against them. */
public final class FalseResultException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message for people
   */
  public FalseResultException(String message) {
    super(message);
  }

  FalseResultException(String message, Throwable cause) {
    super(message, cause);
  }
}
