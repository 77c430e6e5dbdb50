package lotwatch.recordings.media;

/** Told how far the work is. Called from several threads, often. */
@FunctionalInterface
public interface Progress {
  /** Where the work is. */
  enum Step {
    PROBE,
    ENCODE,
    JOIN,
    DONE
  }

  /**
   * Tells where the work is.
   *
   * @param step that is being done
   * @param done frames that are encoded
   * @param of frames that are to be encoded in all; 0 before that is known
   */
  void report(Step step, long done, long of);
}
