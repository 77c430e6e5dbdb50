package lotwatch.chaos;

/** What is done to members. */
enum Fault {
  /** One is killed and started again. */
  KILL,
  /** The leader is killed and started again. */
  KILL_LEADER,
  /** One stands still for a while and then goes on as if nothing had been. */
  PAUSE,
  /** One and the others do not hear each other. */
  CUT,
  /** One is not heard by another, but hears it. */
  ONE_WAY,
  /** One's clock is set forward or back. */
  CLOCK,
  /** One loses its disk and is started again. */
  WIPE,
  /** All are killed at once and started again. */
  KILL_ALL
}
