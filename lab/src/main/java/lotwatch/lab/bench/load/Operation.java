package lotwatch.lab.bench.load;

/** What workers ask for. */
public enum Operation {
  /** How many places a lot has free. */
  AVAIL,
  /** To reserve and to cancel in turns, so that no lot fills up. */
  RESERVE,
  /** AVAIL, reserve, AVAIL, cancel. */
  MIXED
}
