package lotwatch.sessions;

/** What a car was seen doing; the names are those of system C's records. */
public enum Status {
  /** It comes in. */
  ENTERING,
  /** It stands there; repeated for as long as it does. */
  PARKED,
  /** It is on its way, to another location or out. */
  MOVING,
  /** It leaves, which ends its session. */
  EXITING
}
