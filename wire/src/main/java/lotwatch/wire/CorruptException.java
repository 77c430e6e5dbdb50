package lotwatch.wire;

/** Bytes that are not what they should be: damaged, cut short, or written by a newer Lotwatch. */
public final class CorruptException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean newer;

  /**
   * @param message what is wrong; never the bytes themselves, which may hold plates
   */
  public CorruptException(String message) {
    super(message);
    newer = false;
  }

  private CorruptException(int version, int newest) {
    super(
        "written in version %d, this program reads up to %d: use the Lotwatch that wrote it, or a newer one"
            .formatted(version, newest));
    newer = true;
  }

  /** Bytes of a newer version than their reader understands. */
  public static CorruptException tooNew(int version, int newest) {
    return new CorruptException(version, newest);
  }

  /** Whether the bytes are whole, but of a newer version. */
  public boolean isTooNew() {
    return newer;
  }

  CorruptException(String message, Throwable cause) {
    super(message, cause);
    newer = false;
  }
}
