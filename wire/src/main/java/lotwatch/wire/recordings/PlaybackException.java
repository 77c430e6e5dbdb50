package lotwatch.wire.recordings;

/** A file for players cannot be had; the message is for people. */
public final class PlaybackException extends Exception {
  private static final long serialVersionUID = 1;

  private final Why why;

  /** What stands in the way. */
  public enum Why {
    /** It never will be: the video is of a codec that fragments do not hold, or it is damaged. */
    UNFIT,
    /** The video has none of that, such as sound. */
    ABSENT,
    /** It is being made, or others are: ask again in a moment. */
    BUSY,
    /** There is no space for it on this node. */
    FULL,
    /** No node that is there has the video, or this machine cannot make it now. */
    UNAVAILABLE
  }

  /**
   * @param message for people
   */
  public PlaybackException(Why why, String message) {
    super(message);
    this.why = why;
  }

  /** What stands in the way. */
  public Why why() {
    return why;
  }
}
