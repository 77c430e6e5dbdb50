package lotwatch.lab.chaos;

/**
 * One operation of a client, from its first try to its last answer.
 *
 * @param reserve true for reserve, false for cancel
 * @param began when it was first sent, in ns
 * @param ended when its answer came, in ns; {@link Long#MAX_VALUE} if none ever did
 */
record Op(String lot, String plate, boolean reserve, Answer answer, long began, long ended) {
  /** What came back. */
  enum Answer {
    HELD,
    EXISTS,
    FULL,
    ACCEPTED,
    NOT_FOUND,
    /** Nobody knows whether it was done. */
    UNKNOWN;

    /** Whether the state was changed for certain. */
    boolean isDone() {
      return this == HELD || this == ACCEPTED;
    }
  }
}
