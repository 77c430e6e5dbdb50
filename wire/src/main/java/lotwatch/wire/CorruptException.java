package lotwatch.wire;

/** Bytes that are not what they should be: damaged, cut short, or written by a newer Lotwatch. */
public final class CorruptException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param message what is wrong; never the bytes themselves, which may hold plates
   */
  public CorruptException(String message) {
    super(message);
  }

  CorruptException(String message, Throwable cause) {
    super(message, cause);
  }
}
