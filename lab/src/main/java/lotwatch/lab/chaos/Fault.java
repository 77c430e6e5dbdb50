package lotwatch.lab.chaos;

import lotwatch.lab.cluster.Cluster;

/** What is done to members. */
enum Fault {
  /** One is killed and started again. */
  KILL,
  /** The leader is killed and started again. */
  KILL_LEADER,
  /** All are killed at once and started again. */
  KILL_ALL,
  /** One stands still for a while and then goes on as if nothing had been. */
  PAUSE,
  /** The leader's clock is set hours or days forward or back, and stays so for a while. */
  CLOCK_LEADER,
  /** The same with the clock of another. */
  CLOCK_FOLLOWER,
  /** One and the others do not hear each other. */
  CUT,
  /** One is not heard by another, but hears it. */
  ONE_WAY,
  /** What one sends and is sent comes late, and some of it never. */
  SLOW,
  /** One machine loses its power, and with it what was not synced. */
  POWER_ONE,
  /** Two machines lose their power at once. */
  POWER_TWO,
  /** All machines lose their power at once. */
  POWER_ALL,
  /** One's disk fills up to the last byte; it is started again when there is room. */
  FULL_DISK,
  /** One loses its disk and is started again. */
  LOST_DISK,
  /** One loses its disk while all are killed; all are started again. */
  LOST_DISK_KILL_ALL,
  /** A node on another machine is started with the id of one that there is. */
  DUPLICATE_ID,
  /** One is started again with a file of another campus and other rules. */
  OTHER_FILE,
  /** One is started again with a file that cannot be read, and then with its own. */
  BROKEN_FILE;

  /** Whether this can be done to a cluster here. */
  boolean suits(Cluster cluster) {
    return (cluster.hasNetworks() || !needsNetworks())
        && (cluster.hasDisks() || !needsDisks())
        && (cluster.hasClocks() || !needsClocks());
  }

  /** Whether it needs networks that can be cut. */
  private boolean needsNetworks() {
    return this == CUT || this == ONE_WAY || this == SLOW;
  }

  /** Whether it needs clocks that can be set. */
  private boolean needsClocks() {
    return this == CLOCK_LEADER || this == CLOCK_FOLLOWER;
  }

  /** Whether it needs disks that can be broken. */
  private boolean needsDisks() {
    return this == POWER_ONE || this == POWER_TWO || this == POWER_ALL || this == FULL_DISK;
  }
}
