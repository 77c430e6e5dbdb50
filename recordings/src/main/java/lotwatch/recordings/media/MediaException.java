package lotwatch.recordings.media;

/** A recording, or one step of the work on it, was not done. The message is for its owner. */
public final class MediaException extends Exception {
  private static final long serialVersionUID = 1;

  /** Whose fault it is, which says what may help. */
  public enum Kind {
    /** The file, or what is asked for, cannot be done by anybody. */
    REFUSED,
    /** A named limit was crossed; nobody may do it while the limit stands. */
    LIMIT,
    /** A result was not what it should be: somebody else may do better. */
    WRONG_RESULT,
    /** This machine could not: a full disk, no ffmpeg, a killed child. */
    MACHINE
  }

  private final Kind kind;

  /** What is wrong, in a sentence without paths of ours. */
  public MediaException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  MediaException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  static MediaException refused(String message) {
    return new MediaException(Kind.REFUSED, message);
  }

  /** Whose fault it is. */
  public Kind kind() {
    return kind;
  }

  /** Whether the same step may succeed elsewhere, or here later. */
  public boolean worthRetrying() {
    return switch (kind) {
      case REFUSED, LIMIT -> false;
      case WRONG_RESULT, MACHINE -> true;
    };
  }
}
