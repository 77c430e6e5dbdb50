package lotwatch.sim;

/** How fast simulated time runs. */
public enum Pace {
  /** A second takes a second. */
  REAL_TIME,
  /** As fast as the images can be drawn and taken. */
  UNBOUNDED
}
