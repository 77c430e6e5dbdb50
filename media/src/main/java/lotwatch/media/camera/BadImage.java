package lotwatch.media.camera;

/** Bytes that are no image that we take. The message is for whoever sent them. */
public final class BadImage extends Exception {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** What is wrong with it. */
  public enum Kind {
    /** It is of no kind that we know. */
    OTHER,
    /** It is of a kind that we know, and cannot be decoded. */
    DAMAGED,
    /** It has too many bytes or pixels. */
    TOO_LARGE
  }

  BadImage(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** What is wrong with it. */
  public Kind kind() {
    return kind;
  }
}
