package lotwatch.sim;

/** What is really the case in a spot of the simulated campus. */
public enum Truth {
  /** Nothing stands or moves there. */
  FREE,
  /** A vehicle stands there. */
  OCCUPIED,
  /** A vehicle is just driving in or out: neither answer would be wrong. */
  CHANGING
}
